package footfall.queueing.closedforms;

/** Erlang's recursions: the second way to work out what the chain says. */
final class Erlang {
  private Erlang() {}

  /**
   * Erlang B, the part of the calls lost by M/M/c/c: {@code B(0) = 1, B(k) = a B(k-1) / (k + a
   * B(k-1))}.
   *
   * @param offered load in Erlangs
   */
  static double b(int servers, double offered) {
    double blocking = 1;
    for (int k = 1; k <= servers; k++) {
      blocking = offered * blocking / (k + offered * blocking);
    }
    return blocking;
  }

  /**
   * Erlang C, the part of the calls that wait in M/M/c: {@code B / (1 - rho (1 - B))}.
   *
   * @param offered load in Erlangs, below the number of servers
   */
  static double c(int servers, double offered) {
    double blocking = b(servers, offered);
    return blocking / (1 - offered / servers * (1 - blocking));
  }
}
