"""What LightGBM says of the rows of made-up-rows.ts, for the comparison in model.test.ts.

Comes in: the folder train.py and made-up-rows.ts wrote to (fraud.lgb.txt, rows.json), the plain form of the model, which lists
the categories in the order of their codes. Goes out: predictions to nine decimals as JSON, to be committed as data/expected.json.
Run by whoever trains the model, in the environment of requirements.txt.

    VENV/bin/python predict.py OUT data/fraud.trees.json data/expected.json
"""

import json
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np


def encoded(value, codes):
    """A code by its place; what is missing or was never seen is missing to the model."""
    if value is None:
        return np.nan
    return value if codes is None else codes.get(value, np.nan)


def main(out, trees, target):
    folder = Path(out)
    head = json.loads(Path(trees).read_text())["inputs"]
    codes = [
        {code: place for place, code in enumerate(each["categories"])} if "categories" in each else None
        for each in head
    ]
    rows = json.loads((folder / "rows.json").read_text())
    table = np.array([[encoded(value, each) for value, each in zip(row, codes)] for row in rows], dtype=np.float64)
    scores = lgb.Booster(model_file=str(folder / "fraud.lgb.txt")).predict(table, num_threads=1)
    values = ",\n".join(
        ",".join(f"{score:.9f}" for score in scores[start : start + 10]) for start in range(0, len(scores), 10)
    )
    Path(target).write_text(f"[\n{values}\n]\n")
    print(f"{len(scores)} scores from {scores.min():.4f} to {scores.max():.4f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
