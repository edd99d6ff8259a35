package dev.partitura.engine.plan.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every algorithm gives every member the sum, with the messages that its source counts.
class AllReduceTest {
  /// Plays the messages through on a number a chunk.
  private static double[][] played(AllReduce algorithm, int members) {
    int chunks = algorithm.chunks(members);
    var values = new double[members][chunks];
    for (int member = 0; member < members; member++) {
      for (int chunk = 0; chunk < chunks; chunk++) {
        values[member][chunk] = Math.pow(3, member) + 0.1 * chunk;
      }
    }
    for (var round : algorithm.rounds(members)) {
      var sent = round.stream().map(each -> values[each.from()][each.chunk()]).toList();
      var receivers = new HashSet<Integer>();
      for (int i = 0; i < round.size(); i++) {
        var message = round.get(i);
        assertTrue(receivers.add(message.to()), "one message a member in a round");
        var place = values[message.to()];
        place[message.chunk()] = sent.get(i) + (message.adds() ? place[message.chunk()] : 0);
      }
    }
    return values;
  }

  @Test
  void everyMemberEndsWithTheSameSum() {
    for (var algorithm : AllReduces.all()) {
      for (int members = 2; members <= 17; members++) {
        var values = played(algorithm, members);
        for (int chunk = 0; chunk < values[0].length; chunk++) {
          double sum = 0;
          for (int member = 0; member < members; member++) {
            sum += Math.pow(3, member) + 0.1 * chunk;
          }
          assertEquals(sum, values[0][chunk], 1e-6 * sum, algorithm.name() + " of " + members);
        }
        for (var other : values) {
          assertArrayEquals(values[0], other, algorithm.name() + " of " + members);
        }
      }
    }
  }

  @Test
  void theMessagesAreThoseOfTheSources() {
    assertEquals(2 * 7, new Ring().rounds(8).size());
    assertEquals(2 * 3, new Tree().rounds(8).size());
    assertEquals(3, steps(new RecursiveDoubling().rounds(8)));
    assertEquals(2 * 7, new Server().rounds(8).size());
  }

  @Test
  void halvesScatterTheSumsAndGatherThem() {
    var halved = AllReduces.all().stream().filter(AllReduce::hasHalves).toList();
    assertEquals(List.of("ring"), halved.stream().map(AllReduce::name).toList());
    for (int members = 2; members <= 9; members++) {
      var terms = new int[members][members];
      for (var own : terms) {
        Arrays.fill(own, 1);
      }
      for (var round : halved.getFirst().reduceScatter(members)) {
        var sent = round.stream().map(each -> terms[each.from()][each.chunk()]).toList();
        for (int i = 0; i < round.size(); i++) {
          terms[round.get(i).to()][round.get(i).chunk()] += sent.get(i);
        }
      }
      var has = new boolean[members][members];
      for (int member = 0; member < members; member++) {
        assertEquals(members, terms[member][member]);
        has[member][member] = true;
      }
      for (var round : halved.getFirst().allGather(members)) {
        for (var message : round) {
          assertTrue(has[message.from()][message.chunk()] && !message.adds());
        }
        round.forEach(message -> has[message.to()][message.chunk()] = true);
      }
      for (var all : has) {
        for (boolean chunk : all) {
          assertTrue(chunk);
        }
      }
    }
  }

  private static long steps(List<List<Message>> rounds) {
    return rounds.stream().filter(round -> !round.isEmpty()).count();
  }
}
