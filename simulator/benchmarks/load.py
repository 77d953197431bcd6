"""Prints Markdown tables from the run folders that simulator/benchmarks/load makes."""
import collections
import gzip
import json
import statistics
import sys


def results(run):
    with open(run + "/results.json") as file:
        return json.load(file)


def requests(run):
    with gzip.open(run + "/requests.jsonl.gz", "rt") as lines:
        return [json.loads(line) for line in lines]


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def generator(run):
    load = results(run)["load"]["generator"]
    late = load["lateness"]
    print("| conversations at once | requests/s | cores used | lateness p50 | p99 | p99.9 |")
    print("|---|---|---|---|---|---|")
    print(
        "| %d | %.0f | %.2f | %.2f ms | %.2f ms | %.2f ms |"
        % (
            load["conversationsMax"],
            results(run)["metrics"]["request_throughput"]["mean"],
            load["cpu"],
            1e3 * late["p50"],
            1e3 * late["p99"],
            1e3 * late["p999"],
        )
    )


def played(run):
    """What another client needs to send the same requests at the same instants."""
    text = "show me a red shirt under 800. "
    for row in requests(run):
        if row["outcome"] == "completed" and row["turn"] == 0 and row["submitted"] > 2:
            words = (text * 20)[: int(3 * row["inputTokens"])]
            print(
                json.dumps(
                    {
                        "id": row["shopper"],
                        "at": row["submitted"] - 2,
                        "text": words,
                        "replyTokens": row["outputTokens"],
                        "shopper": "shopper=%d, key=%s, class=0, turn=0" % (row["shopper"], row["key"]),
                    }
                )
            )


def stopwatch(run, *files):
    others = []
    for file in files:
        with open(file) as lines:
            others.append({row["id"]: row for row in map(json.loads, lines)})
    ours = {
        r["shopper"]: r
        for r in requests(run)
        if r["shopper"] in others[0] and r["outcome"] == "completed" and r["submitted"] > 20
    }
    print("| of %d requests | footfall load | Node's HTTP client | | official npm client | |" % len(ours))
    print("|---|---|---|---|---|---|")
    for name, mine, theirs in (
        ("request latency", lambda r: 1e3 * (r["ended"] - r["sent"]), "latency"),
        ("time to first token", lambda r: 1e3 * (r["firstToken"] - r["sent"]), "firstToken"),
    ):
        for percent in (50, 95):
            a = percentile([mine(r) for r in ours.values()], percent)
            row = "| %s p%d | %.2f ms |" % (name, percent, a)
            for other in others:
                b = percentile([other[i][theirs] for i in ours], percent)
                row += " %.2f ms | %+.1f %% |" % (b, 100 * (b / a - 1))
            print(row)


def accuracy(fit):
    """Errors of the predictions of runs that were held out, by load."""
    calibration = results(fit)["calibration"]
    errors = collections.defaultdict(list)
    for run in calibration["checked"]:
        if run["heldOut"]:
            for row in run["rows"]:
                name = row["metric"] + ("[" + row["pool"] + "]" if row["pool"] else "") + " " + row["stat"]
                if row["ratio"] is not None:
                    errors[name, run["factor"]].append(100 * (row["ratio"] - 1))
    factors = sorted({factor for _, factor in errors})
    print("| measured over predicted, less one | " + " | ".join("%g times the load" % f for f in factors) + " |")
    print("|---|" + "---|" * len(factors))
    for name in sorted({name for name, _ in errors}):
        cells = []
        for factor in factors:
            some = errors[name, factor]
            cells.append("%+.1f %% (%+.1f to %+.1f)" % (statistics.median(some), min(some), max(some)) if some else "")
        print("| " + name + " | " + " | ".join(cells) + " |")


{"generator": generator, "requests": played, "stopwatch": stopwatch, "accuracy": accuracy}[sys.argv[1]](*sys.argv[2:])
