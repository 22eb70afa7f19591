/**
 * What `looks like` and `is valid` ask, by the name of the type.
 *
 * Comes in: the name of an identifier's type and texts. Goes out: a yes or no. The type rules let only the names of these tables through.
 */
import { isContainerNo } from "../iso6346.ts";
import { addressesAlike } from "./address.ts";
import { containersAlike } from "./container.ts";
import { namesAlike } from "./name.ts";
import { isPlate, platesAlike } from "./plate.ts";

export const alikeBy: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  Plate: platesAlike,
  ContainerNo: containersAlike,
  Name: namesAlike,
  Address: addressesAlike,
};

export const validBy: Readonly<Record<string, (text: string) => boolean>> = {
  ContainerNo: isContainerNo,
  Plate: isPlate,
};
