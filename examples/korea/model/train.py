"""Trains the fraud model of examples/korea on the public Korean import set, and measures it.

Comes in: the two CSV files of the set (not part of this repository), a folder for results. Goes out, all in that folder:
fraud.lgb.txt (LightGBM's own format), metrics.json, predictions.json (every row of the second file with LightGBM's prediction,
for a comparison) and check.json (rows made at random from the model's categories, with LightGBM's predictions; no row of the set).
Run by whoever trains the model, never at install. Same versions, same files, one thread: same model.

    python3 -m venv VENV && VENV/bin/pip install -r requirements.txt
    VENV/bin/python train.py TRAIN.csv VALID.csv OUT
"""

import json
import math
import sys
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd

# Column of the set → fact of schema.crit. Only what is known when the declaration is made. Left out on purpose:
# declarant, importer, seller, courier (the generator made them up; a model could only learn them by heart) and the date.
CATEGORIES = {
    "Office ID": "office",
    "Process Type": "process_type",
    "Import Type": "import_type",
    "Import Use": "import_use",
    "Payment Type": "payment_type",
    "Mode of Transport": "mode",
    "HS6 Code": "hs",
    "Country of Departure": "departure",
    "Country of Origin": "origin",
    "Tax Type": "tax_type",
    "Country of Origin Indicator": "origin_mark",
}
NUMBERS = {"Tax Rate": "duty_rate", "Net Mass": "net_mass", "Item Price": "item_price"}
FEATURES = [*CATEGORIES.values(), *NUMBERS.values(), "price_per_kg"]

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 13,
    "min_data_in_leaf": 20,
    "min_data_per_group": 20,
    "max_cat_threshold": 32,
    "cat_smooth": 10,
    "cat_l2": 10,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
TREES = 200
SHARES = (1, 2, 5, 10)


def read(path):
    """The facts of a file and its label. Codes stay text (leading zeros), a blank cell is a missing value."""
    raw = pd.read_csv(path, dtype={column: str for column in CATEGORIES}, keep_default_na=False, na_values=[""])
    facts = raw.rename(columns={**CATEGORIES, **NUMBERS})
    # As mapping.json does: the publishing program wrote some amounts with seventeen digits.
    facts["item_price"] = facts["item_price"].round(2)
    mass = facts["net_mass"].where(facts["net_mass"] != 0)
    facts["price_per_kg"] = facts["item_price"] / mass
    return facts[FEATURES], raw["Fraud"].astype(int), raw["Date"]


def encode(facts, categories):
    """Categories as codes in the order of `categories`; one that training did not see is a missing value."""
    encoded = facts.copy()
    for name, values in categories.items():
        known = facts[name].where(facts[name].isin(values))
        encoded[name] = pd.Categorical(known, categories=values)
    return encoded


def categories_of(facts):
    return {name: sorted(facts[name].dropna().unique().tolist()) for name in CATEGORIES.values()}


def fit(facts, labels):
    categories = categories_of(facts)
    data = lgb.Dataset(encode(facts, categories), labels, categorical_feature=list(categories))
    return lgb.train(PARAMETERS, data, num_boost_round=TREES), categories


def measure(facts, labels, scores):
    """Precision, recall and share of duty among the n % with the highest scores; ties in the order of the file."""
    order = np.argsort(-scores, kind="stable")
    wrong = labels.to_numpy()[order]
    # The set does not tell the duty that was evaded; assessed value × duty rate of wrong declarations stands for it.
    duty = (facts["item_price"] * facts["duty_rate"] / 100).fillna(0).to_numpy()[order] * wrong
    found = {}
    for share in SHARES:
        top = math.ceil(len(order) * share / 100)
        found[f"{share} %"] = {
            "declarations": top,
            "precision": round(float(wrong[:top].mean()), 4),
            "recall": round(float(wrong[:top].sum() / wrong.sum()), 4),
            "duty": round(float(duty[:top].sum() / duty.sum()), 4),
        }
    ranks = pd.Series(scores).rank().to_numpy()
    positives = labels.to_numpy() == 1
    below = ranks[positives].sum() - positives.sum() * (positives.sum() + 1) / 2
    auc = below / (positives.sum() * (~positives).sum())
    return {
        "declarations": len(order),
        "share wrong": round(float(wrong.mean()), 4),
        "area under the curve": round(float(auc), 4),
        "highest scores": found,
    }


def plain(value):
    return None if value is None or value != value else value


def rows_of(facts):
    return [[plain(value) for value in row] for row in facts.itertuples(index=False, name=None)]


def made_up(categories, count, seed):
    """Rows that are nobody's: every value drawn on its own, one in twelve missing, one in twelve never seen."""
    draw = np.random.default_rng(seed)
    columns = {}
    for name, values in categories.items():
        picked = [values[index] for index in draw.integers(0, len(values), count)]
        luck = draw.random(count)
        columns[name] = [
            None if each < 1 / 12 else "unseen" if each < 2 / 12 else value for each, value in zip(luck, picked)
        ]
    for name, digits, scale in (("duty_rate", 1, 2), ("net_mass", 1, 5), ("item_price", 2, 9), ("price_per_kg", 3, 5)):
        values = np.round(draw.lognormal(0, 1, count) * draw.exponential(scale, count) ** 2, digits)
        columns[name] = np.where(draw.random(count) < 1 / 12, np.nan, values)
    return pd.DataFrame(columns)[FEATURES]


def comparison(model, categories, facts):
    scores = model.predict(encode(facts, categories), num_threads=1)
    return {"inputs": FEATURES, "rows": rows_of(facts), "expected": [float(score) for score in scores]}


def main(train_path, valid_path, out):
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    facts, labels, dates = read(train_path)
    later, later_labels, _ = read(valid_path)
    # Settings were written down once and not tuned, so neither figure is the best of several.
    is_early = dates < "2020-11-01"
    trial, trial_categories = fit(facts[is_early], labels[is_early])
    held_out = facts[~is_early]
    model, categories = fit(facts, labels)
    metrics = {
        "November and December 2020, trained on January to October": measure(
            held_out, labels[~is_early], trial.predict(encode(held_out, trial_categories))
        ),
        "first quarter of 2021, trained on 2020": measure(
            later, later_labels, model.predict(encode(later, categories))
        ),
    }
    model.save_model(folder / "fraud.lgb.txt")
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    (folder / "predictions.json").write_text(json.dumps(comparison(model, categories, later)))
    check = comparison(model, categories, made_up(categories, 500, 7))
    lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in check["rows"])
    (folder / "check.json").write_text(
        f'{{"inputs":{json.dumps(check["inputs"])},\n"rows":[\n{lines}\n],\n"expected":{json.dumps(check["expected"], separators=(",", ":"))}}}\n'
    )
    print(json.dumps(metrics, indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
