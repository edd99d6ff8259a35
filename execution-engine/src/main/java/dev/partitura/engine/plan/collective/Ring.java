package dev.partitura.engine.plan.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Every member sends to the next in a ring: first each chunk around while all add to it, then each
/// sum around. 2(n-1)/n of the value sent by each member, in 2(n-1) steps. Source: Patarasuk and
/// Yuan 2009, doi:10.1016/j.jpdc.2008.09.002.
record Ring() implements AllReduce {
  @Override
  public String name() {
    return AllReduces.RING;
  }

  @Override
  public int chunks(int members) {
    return members;
  }

  @Override
  public List<List<Message>> rounds(int members) {
    return Stream.of(reduceScatter(members), allGather(members)).flatMap(List::stream).toList();
  }

  @Override
  public List<List<Message>> reduceScatter(int members) {
    return around(members, 1, true);
  }

  @Override
  public List<List<Message>> allGather(int members) {
    return around(members, 0, false);
  }

  /// @param behind how far the chunk that a member sends first is behind its own
  private static List<List<Message>> around(int members, int behind, boolean adds) {
    var rounds = new ArrayList<List<Message>>();
    for (int step = 0; step < members - 1; step++) {
      var round = new ArrayList<Message>();
      for (int from = 0; from < members; from++) {
        int chunk = Math.floorMod(from - behind - step, members);
        round.add(new Message(from, (from + 1) % members, chunk, adds));
      }
      rounds.add(round);
    }
    return rounds;
  }
}
