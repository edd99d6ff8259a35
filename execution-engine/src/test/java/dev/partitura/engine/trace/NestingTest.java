package dev.partitura.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.problem.ProblemException;
import dev.partitura.engine.task.TaskKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class NestingTest {
  private record Interval(long start, long end, int depth) {}

  private static TraceBuilder builder(long[]... intervals) {
    var builder = new TraceBuilder(Origin.IMPORTED, World.EMPTY);
    builder.track(new Track.OfThread("main", "here"));
    for (int i = 0; i < intervals.length; i++) {
      int label = builder.label(new Trace.Label("s" + i, "", List.of()));
      builder.span(0, label, TaskKind.OTHER, intervals[i][0], intervals[i][1]);
    }
    return builder;
  }

  /// Names of spans in order, each behind as many dots as it is deep.
  private static String text(Trace trace) {
    var words = new ArrayList<String>();
    for (int span = 0; span < trace.spanCount(); span++) {
      words.add(".".repeat(trace.depth(span)) + trace.name(span));
    }
    return String.join(" ", words);
  }

  private static long[] from(long start, long end) {
    return new long[] {start, end};
  }

  @Test
  void aSpanComesBehindTheOneItLiesIn() {
    // Children come first in some profilers' files.
    var trace = builder(from(1, 2), from(2, 4), from(0, 5), from(2, 3), from(6, 9)).build();
    assertEquals("s2 .s0 .s1 ..s3 s4", text(trace));
    assertEquals(0, trace.parent(1));
    assertEquals(2, trace.parent(3));
    assertTrue(trace.isNested());
  }

  @Test
  void spansThatTouchDoNotNest() {
    var trace = builder(from(0, 5), from(5, 5), from(5, 9), from(9, 9)).build();
    assertEquals("s0 s1 s2 s3", text(trace));
    assertFalse(trace.isNested());
  }

  @Test
  void theSameIntervalTwiceNestsAsItCame() {
    assertEquals("s0 .s1 ..s2", text(builder(from(0, 5), from(0, 5), from(0, 3)).build()));
  }

  @Test
  void spansThatCrossAreRefusedByName() {
    var problem =
        assertThrows(ProblemException.class, builder(from(0, 5), from(3, 7))::build)
            .problems()
            .getFirst();
    assertTrue(problem.message().contains("main") && problem.message().contains("s1"));
    assertFalse(problem.hint().isEmpty());
  }

  @Test
  void tracksDoNotNestInEachOther() {
    var builder = builder(from(0, 5));
    builder.track(new Track.OfThread("other", "here"));
    builder.span(1, 0, TaskKind.OTHER, 3, 7);
    assertFalse(builder.build().isNested());
  }

  /// Whatever tree of spans, in whatever order it comes.
  @Test
  void everyTreeIsFoundAgain() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var tree = new ArrayList<Interval>();
      grow(random, tree, 0, 10_000, 0);
      var shuffled = new ArrayList<>(tree);
      Collections.shuffle(shuffled, random);
      var trace =
          builder(
                  shuffled.stream()
                      .map(span -> from(span.start(), span.end()))
                      .toArray(long[][]::new))
              .build();
      for (int span = 0; span < tree.size(); span++) {
        assertEquals(tree.get(span).start(), trace.startNanos(span));
        assertEquals(tree.get(span).end(), trace.endNanos(span));
        assertEquals(tree.get(span).depth(), trace.depth(span), "seed " + seed);
      }
    }
  }

  private static void grow(
      RandomGenerator random, List<Interval> tree, long from, long to, int depth) {
    for (long at = from; to - at > 2; ) {
      long start = at + random.nextLong(1 + (to - at) / 3);
      long end = start + 1 + random.nextLong(to - start);
      if (start == from && end == to && depth > 0) {
        return;
      }
      tree.add(new Interval(start, end, depth));
      if (random.nextBoolean()) {
        grow(random, tree, start, end, depth + 1);
      }
      at = end;
    }
  }
}
