"""The peer: the closed model of the benchmark in SimPy, one process for each shopper.

Usage: closed.py POPULATION SERVERS THINKING SERVICE SECONDS; prints turns per second of wall time
and the mean wait.
"""

import random
import sys
import time

import simpy

population, servers = int(sys.argv[1]), int(sys.argv[2])
thinking, service, seconds = (float(argument) for argument in sys.argv[3:6])
turns = 0
waited = 0.0


def shopper(env, workers):
    global turns, waited
    while True:
        yield env.timeout(random.expovariate(1 / thinking))
        submitted = env.now
        with workers.request() as slot:
            yield slot
            waited += env.now - submitted
            yield env.timeout(random.expovariate(1 / service))
        turns += 1


random.seed(1)
environment = simpy.Environment()
pool = simpy.Resource(environment, servers)
for _ in range(population):
    environment.process(shopper(environment, pool))
begin = time.perf_counter()
environment.run(until=seconds)
elapsed = time.perf_counter() - begin
print(turns / elapsed, waited / turns)
