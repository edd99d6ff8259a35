package dev.partitura.engine.plan.collective;

import java.util.ArrayList;
import java.util.List;

/// All send to the first member, which adds, and it sends the total to each: a parameter server.
/// 2(n-1) messages of the whole value through one member. Source: Li et al. 2014, OSDI.
record Server() implements AllReduce {
  @Override
  public String name() {
    return "server";
  }

  @Override
  public int chunks(int members) {
    return 1;
  }

  @Override
  public List<List<Message>> rounds(int members) {
    var rounds = new ArrayList<List<Message>>();
    for (int member = 1; member < members; member++) {
      rounds.add(List.of(new Message(member, 0, 0, true)));
    }
    for (int member = 1; member < members; member++) {
      rounds.add(List.of(new Message(0, member, 0, false)));
    }
    return rounds;
  }
}
