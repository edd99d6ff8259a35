package dev.partitura.engine.plan.collective;

import java.util.ArrayList;
import java.util.List;

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
    var rounds = new ArrayList<List<Message>>();
    for (int step = 0; step < 2 * (members - 1); step++) {
      boolean adds = step < members - 1;
      var round = new ArrayList<Message>();
      for (int from = 0; from < members; from++) {
        int to = (from + 1) % members;
        round.add(new Message(from, to, Math.floorMod(from - step, members), adds));
      }
      rounds.add(round);
    }
    return rounds;
  }
}
