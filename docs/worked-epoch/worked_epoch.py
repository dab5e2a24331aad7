#!/usr/bin/env python3
"""The worked epoch: one small datanet through the life of its first records, by hand.

Every number is computed here from docs/economics.md and docs/protocol.md section 5 with plain
integers, without a look at the Java code; the Java tests then have to arrive at the same ones.
Usage: python3 worked_epoch.py > worked-epoch.json
"""

import json
from collections import defaultdict

# ---------------------------------------------------------------- parameters (economics, section 2)
OP_FEE, BYTE_FEE = 100, 1
BURN_BPS = 500
ROLE_BPS = [("reserve", 500), ("contributor", 5000), ("curator", 2000), ("juror", 700),
            ("maintenance", 500), ("validator", 800)]
PANEL, COMMIT_EPOCHS, REVEAL_EPOCHS, OPEN_EPOCHS = 7, 2, 2, 2
QUORUM = 5  # ceil(5 * 7 / 7)
DEPOSIT = 1_000
VEST_EPOCHS, HOLD_EPOCHS = 8, 12
MARGIN, MIN_VOTES = 30_000, 10
LAST_EPOCH = 22

CURATORS = [f"K{i}" for i in range(1, 8)]
STAKES = {"V1": 100_000_000, "V2": 150_000_000, "V3": 130_000_000}
BALANCES = {"A": 10_000_000, "B": 10_000_000, "C": 10_000_000, "U": 50_000_000,
            **{k: 5_000_000 for k in CURATORS}, **{v: 0 for v in STAKES}}

RECORDS = [f"r{i:02d}" for i in range(1, 15)]
OWNER = {r: "ABC"[i % 3] for i, r in enumerate(RECORDS)}
BOND = {r: 100_000 + 7 * i for i, r in enumerate(RECORDS)}
SIZE = {r: 900 + 10 * i for i, r in enumerate(RECORDS)}
LAPSED, LAPSED_BOND = "r15", 100_003  # committed by C, never opened


ERRORS = {"K1": [3], "K2": [13], "K3": [], "K4": [6, 11], "K5": [4, 8, 12], "K7": []}


def vote(curator, number):
    """True approves. Records 1 to 9 are good, 10 to 14 junk; K6 approves whatever comes."""
    return curator == "K6" or (number <= 9) != (number in ERRORS[curator])


# K7 splits its votes over two ballots and reveals the first one only.
BALLOTS = {**{f"b{k}": (k, RECORDS) for k in CURATORS[:6]},
           "bK7a": ("K7", RECORDS[:7]), "bK7b": ("K7", RECORDS[7:])}
REVEALED = [b for b in BALLOTS if b != "bK7b"]

# ------------------------------------------------------------------------ operations, epoch by epoch
operations = []


def operation(epoch, kind, author, envelope, **fields):
    operations.append({"epoch": epoch, "kind": kind, "author": author, "envelopeBytes": envelope,
                       **fields})


operation(1, "createDatanet", "A", 700)
for i, k in enumerate(CURATORS):
    operation(2, "bondCurator", k, 140, amount=1_000_000 + 100_000 * i)
for r in RECORDS:
    operation(3, "commitContribution", OWNER[r], 180, record=r, bond=BOND[r])
operation(3, "commitContribution", "C", 180, record=LAPSED, bond=LAPSED_BOND)
for r in RECORDS:
    operation(4, "contribute", OWNER[r], 400, record=r, size=SIZE[r])
for b, (k, records) in BALLOTS.items():
    operation(7, "commitBallot", k, 200 + 34 * len(records), ballot=b, records=records,
              votes=[vote(k, int(r[1:])) for r in records])
for b in REVEALED:
    k, records = BALLOTS[b]
    operation(9, "revealBallot", k, 220 + len(records), ballot=b)
operation(11, "use", "U", 250, receipt="u1", fee=1_000_003,
          weights={"r01": 500, "r02": 301, "r05": 113})
operation(11, "use", "U", 215, receipt="u2", fee=77_777, weights={"r02": 10, "r08": 77})
operation(12, "use", "U", 180, receipt="u3", fee=123_459, weights={"r01": 1})
operation(12, "transfer", "U", 150, to="A", amount=5_000)
SIGNERS = {11: ["V1", "V2"], 12: ["V1", "V2", "V3"]}  # of the certificate that the batch carries


# --------------------------------------------------------------------------------------- arithmetic
def largest_remainder(pot, weights, ranked=False):
    """weights: list of (name, weight). Ties go by rank in the list where `ranked`, else refused."""
    total = sum(w for _, w in weights)
    if total == 0:
        return None
    shares = {n: pot * w // total for n, w in weights}
    left = pot - sum(shares.values())
    order = sorted(range(len(weights)), key=lambda i: (-(pot * weights[i][1] % total), i))
    if not ranked and 0 < left < len(order):
        cut = [pot * weights[order[i]][1] % total for i in (left - 1, left)]
        assert cut[0] != cut[1], "a tie would need the beacon; choose other numbers"
    for i in order[:left]:
        shares[weights[i][0]] += 1
    return shares


def fee_split(fee):
    burn = -(-fee * BURN_BPS // 10_000)
    return {"burn": burn, **largest_remainder(fee - burn, ROLE_BPS, ranked=True)}


# --------------------------------------------------------------------------------------------- state
balance = dict(BALANCES)
stake = defaultdict(int)
escrow = defaultdict(int)
deposit = {}          # ballot -> what is left of its deposits
commitment = {}       # record -> bond, not opened yet
bond = {}             # record -> bond
state = {}
paid = defaultdict(int)
vesting = defaultdict(lambda: defaultdict(int))  # record -> epoch -> amount
reserve = burned = 0
scores = {}           # curator -> (sum, number), all of them from epoch 10
score_list = []
epochs = []
supply = sum(BALANCES.values()) + sum(STAKES.values())


def panel_votes(r):
    """Revealed votes of a record's panel; all seven curators sit on every panel."""
    return {k: vote(k, int(r[1:])) for b in REVEALED for k in [BALLOTS[b][0]]
            if r in BALLOTS[b][1]}


def settle(credit):
    """Verdicts, bonds, deposits and scores at the close of epoch 10."""
    global reserve, burned
    for r in RECORDS:
        votes = panel_votes(r)
        for b, (k, records) in BALLOTS.items():
            if r in records and b not in REVEALED:
                deposit[b] -= DEPOSIT
                reserve += DEPOSIT
        assert len(votes) >= QUORUM
        if sum(votes.values()) >= QUORUM:
            state[r] = "ACCEPTED"
        else:
            state[r] = "REJECTED"
            forfeit = bond[r] // 4
            burn = (forfeit + 1) // 2
            burned += burn
            reserve += forfeit - burn
            credit[OWNER[r]] += bond[r] - forfeit
            bond[r] = 0
    # scores: all votes first, then each vote against the rest
    ballots_cast = [(k, r, v) for r in RECORDS for k, v in panel_votes(r).items()]
    for k in CURATORS:
        total = number = 0
        for r in RECORDS:
            votes = panel_votes(r)
            if k not in votes:
                score = -1_000_000
            else:
                x = votes[k]
                agree = sum(1 for other, v in votes.items() if other != k and v == x)
                rest = [v for (other, rr, v) in ballots_cast if other != k and rr != r]
                big_v, m, n = len(rest), sum(1 for v in rest if v == x), len(votes)
                if n < 3 or big_v < 60 or min(m, big_v - m) * 20 < big_v:
                    continue
                score = 1_000_000 * (agree * big_v - (n - 1) * m) // ((n - 1) * big_v)
            score_list.append({"curator": k, "record": r, "score": score})
            total += score
            number += 1
        scores[k] = (total, number)


def distribute(epoch, receipts, credit):
    """Fees of one epoch: split, attribution, tranches, pots. Returns the tables' rows."""
    global reserve, burned
    rewards, attribution, tranches = defaultdict(int), [], defaultdict(int)
    pots = defaultdict(int)
    splits = []
    for use in receipts:
        split = fee_split(use["fee"])
        splits.append({"receipt": use["receipt"], **split})
        burned += split["burn"]
        rewards[("", "BURN")] += split["burn"]
        pots["reserve"] += split["reserve"] + split["juror"] + split["maintenance"]
        pots["curator"] += split["curator"]
        pots["validator"] += split["validator"]
        weights = sorted(use["weights"].items())
        amounts = largest_remainder(split["contributor"], weights)
        ppm = largest_remainder(1_000_000, weights)
        for r, _ in weights:
            attribution.append({"record": r, "receipt": use["receipt"], "weightPpm": ppm[r],
                                "amount": amounts[r]})
            tranches[r] += amounts[r]
    for r, tranche in tranches.items():
        rewards[(OWNER[r], "CONTRIBUTOR")] += tranche
        paid[r] += tranche
        for i in range(VEST_EPOCHS):
            part = tranche // VEST_EPOCHS + (tranche % VEST_EPOCHS if i == VEST_EPOCHS - 1 else 0)
            if part:
                vesting[r][epoch + 1 + i] += part
    if receipts:
        weight = {k: max(0, s - n * MARGIN) if n >= MIN_VOTES else 0
                  for k, (s, n) in scores.items()}
        for k, amount in largest_remainder(pots["curator"], sorted(weight.items())).items():
            escrow[k] += amount  # no audits yet: the gate has not opened
            rewards[(k, "CURATOR_ESCROW")] += amount
        signers = [(v, STAKES[v]) for v in SIGNERS[epoch]]
        for v, amount in largest_remainder(pots["validator"], signers).items():
            credit[v] += amount
            rewards[(v, "VALIDATOR_PAY")] += amount
        reserve += pots["reserve"]
        rewards[("", "RESERVE")] += pots["reserve"]
        assert sum(rewards.values()) == sum(use["fee"] for use in receipts)
        return {"splits": splits, "curatorWeights": weight, "attribution": attribution,
                "rewards": [{"account": a, "kind": kind, "amount": amount}
                            for (a, kind), amount in sorted(rewards.items()) if amount]}
    return {"splits": [], "curatorWeights": {}, "attribution": [], "rewards": []}


# ---------------------------------------------------------------------------------------- the epochs
for epoch in range(1, LAST_EPOCH + 1):
    credit = defaultdict(int)  # arrives at the close
    receipts = []
    for op in (o for o in operations if o["epoch"] == epoch):
        author, kind = op["author"], op["kind"]
        fee = OP_FEE + BYTE_FEE * (op["envelopeBytes"] + op.get("size", 0))
        balance[author] -= fee
        burned += fee
        op["fee_burned"] = fee
        if kind == "bondCurator":
            balance[author] -= op["amount"]
            stake[author] += op["amount"]
        elif kind == "commitContribution":
            balance[author] -= op["bond"]
            commitment[op["record"]] = op["bond"]
        elif kind == "contribute":
            bond[op["record"]] = commitment.pop(op["record"])
            state[op["record"]] = "SEALED"
        elif kind == "commitBallot":
            deposit[op["ballot"]] = DEPOSIT * len(op["records"])
            balance[author] -= deposit[op["ballot"]]
        elif kind == "use":
            balance[author] -= op["fee"]
            receipts.append(op)
        elif kind == "transfer":
            balance[author] -= op["amount"]
            credit[op["to"]] += op["amount"]
        assert balance[author] >= 0
    if epoch == 3 + OPEN_EPOCHS:  # what was committed in 3 and not opened
        for r, amount in commitment.items():
            reserve += amount // 4
            credit["C"] += amount - amount // 4
        commitment.clear()
    if epoch == 6:  # sealed in 4, drawn two epochs later
        state.update({r: "CURATING" for r in RECORDS})
    if epoch == 6 + COMMIT_EPOCHS + REVEAL_EPOCHS:
        settle(credit)
    tables = distribute(epoch, receipts, credit)
    for r in list(vesting):
        credit[OWNER[r]] += vesting[r].pop(epoch, 0)
    if epoch == 6 + COMMIT_EPOCHS + REVEAL_EPOCHS + HOLD_EPOCHS:
        for b, left in deposit.items():
            credit[BALLOTS[b][0]] += left
        deposit.clear()
    for account, amount in credit.items():
        balance[account] += amount
    held = (sum(balance.values()) + sum(stake.values()) + sum(STAKES.values()) + reserve
            + sum(escrow.values()) + sum(deposit.values()) + sum(commitment.values())
            + sum(bond.values()) + sum(sum(v.values()) for v in vesting.values()))
    assert held + burned == supply, (epoch, held, burned, supply)
    epochs.append({"epoch": epoch, "balances": dict(balance), "reserve": reserve,
                   "burned": burned, "escrow": {k: escrow[k] for k in CURATORS},
                   "states": dict(state), "bonds": dict(bond),
                   "paid": {r: paid[r] for r in RECORDS if paid[r]},
                   "vesting": {r: {str(e): a for e, a in sorted(v.items())}
                               for r, v in sorted(vesting.items()) if v},
                   "depositsLeft": dict(deposit), **tables})

print(json.dumps({
    "note": "Computed by worked_epoch.py. Money in micro-credits, scores in ppm.",
    "balances": BALANCES, "validatorStakes": STAKES, "minCurators": 7, "minVotes": MIN_VOTES,
    "signers": {str(e): s for e, s in SIGNERS.items()}, "operations": operations,
    "scores": score_list,
    "tallies": {k: {"sum": s, "number": n} for k, (s, n) in scores.items()},
    "epochs": epochs}, indent=1))
