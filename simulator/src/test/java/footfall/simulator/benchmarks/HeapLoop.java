package footfall.simulator.benchmarks;

import footfall.scenarios.randomness.RandomStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The floor: a closed population before one shared queue, as a hand-written event loop over a
 * binary heap of primitive arrays, with no actors, no messages and no histograms. It keeps only the
 * sum of the waits.
 */
final class HeapLoop {
  private final double[] due;
  private final int[] shopper;
  private int pending;
  private double waitSum;

  private HeapLoop(int capacity) {
    due = new double[capacity];
    shopper = new int[capacity];
  }

  /** Serves that many turns and returns the mean wait in seconds. */
  static double run(
      int population, int servers, double thinking, double service, long turns, long seed) {
    HeapLoop loop = new HeapLoop(population + servers + 1);
    return loop.serve(population, servers, thinking, service, turns, seed);
  }

  private double serve(
      int population, int servers, double thinking, double service, long turns, long seed) {
    ZigguratSampler.Exponential exponential =
        ZigguratSampler.Exponential.of(new RandomStream().at(seed));
    int[] queue = new int[population];
    double[] queuedAt = new double[population];
    int head = 0;
    int waiting = 0;
    int busy = 0;
    long served = 0;
    for (int i = 0; i < population; i++) {
      push(thinking * exponential.sample(), i);
    }
    while (served < turns) {
      double now = due[0];
      int who = shopper[0];
      pop();
      if (who >= 0) {
        if (busy < servers) {
          busy++;
          push(now + service * exponential.sample(), ~who);
        } else {
          int tail = head + waiting++;
          queue[tail >= population ? tail - population : tail] = who;
          queuedAt[who] = now;
        }
      } else {
        served++;
        push(now + thinking * exponential.sample(), ~who);
        if (waiting > 0) {
          int next = queue[head];
          head = head + 1 == population ? 0 : head + 1;
          waiting--;
          waitSum += now - queuedAt[next];
          push(now + service * exponential.sample(), ~next);
        } else {
          busy--;
        }
      }
    }
    return waitSum / served;
  }

  private void push(double at, int who) {
    int hole = pending++;
    while (hole > 0) {
      int parent = (hole - 1) >> 1;
      if (due[parent] <= at) {
        break;
      }
      due[hole] = due[parent];
      shopper[hole] = shopper[parent];
      hole = parent;
    }
    due[hole] = at;
    shopper[hole] = who;
  }

  private void pop() {
    double at = due[--pending];
    int who = shopper[pending];
    int hole = 0;
    int child = 1;
    while (child < pending) {
      if (child + 1 < pending && due[child + 1] < due[child]) {
        child++;
      }
      if (due[child] >= at) {
        break;
      }
      due[hole] = due[child];
      shopper[hole] = shopper[child];
      hole = child;
      child = 2 * hole + 1;
    }
    due[hole] = at;
    shopper[hole] = who;
  }
}
