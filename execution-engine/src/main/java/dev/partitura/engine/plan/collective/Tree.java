package dev.partitura.engine.plan.collective;

import java.util.ArrayList;
import java.util.List;

/// Sums go up a binomial tree to the first member and the total comes down again: the whole value
/// in 2⌈log₂ n⌉ steps. Source: Thakur, Rabenseifner and Gropp 2005, doi:10.1177/1094342005051521.
record Tree() implements AllReduce {
  @Override
  public String name() {
    return "tree";
  }

  @Override
  public int chunks(int members) {
    return 1;
  }

  @Override
  public List<List<Message>> rounds(int members) {
    var up = new ArrayList<List<Message>>();
    var down = new ArrayList<List<Message>>();
    for (int distance = 1; distance < members; distance *= 2) {
      var sums = new ArrayList<Message>();
      var totals = new ArrayList<Message>();
      for (int to = 0; to + distance < members; to += 2 * distance) {
        sums.add(new Message(to + distance, to, 0, true));
        totals.add(new Message(to, to + distance, 0, false));
      }
      up.add(sums);
      down.addFirst(totals);
    }
    up.addAll(down);
    return up;
  }
}
