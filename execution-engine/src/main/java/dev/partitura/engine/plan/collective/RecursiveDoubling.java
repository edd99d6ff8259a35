package dev.partitura.engine.plan.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Members exchange what they have with one at distance 1, 2, 4 and so on, and add: the whole value
/// in log₂ n steps. Members beyond a power of two give theirs to a partner first and get the total
/// at last. Source: Thakur, Rabenseifner and Gropp 2005, doi:10.1177/1094342005051521.
record RecursiveDoubling() implements AllReduce {
  @Override
  public String name() {
    return "recursive-doubling";
  }

  @Override
  public int chunks(int members) {
    return 1;
  }

  @Override
  public List<List<Message>> rounds(int members) {
    int power = Integer.highestOneBit(members);
    var rounds = new ArrayList<List<Message>>();
    rounds.add(
        IntStream.range(power, members)
            .mapToObj(extra -> new Message(extra, extra - power, 0, true))
            .toList());
    for (int distance = 1; distance < power; distance *= 2) {
      int apart = distance;
      rounds.add(
          IntStream.range(0, power)
              .mapToObj(from -> new Message(from, from ^ apart, 0, true))
              .toList());
    }
    rounds.add(
        IntStream.range(power, members)
            .mapToObj(extra -> new Message(extra - power, extra, 0, false))
            .toList());
    return rounds;
  }
}
