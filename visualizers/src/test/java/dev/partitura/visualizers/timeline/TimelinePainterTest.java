package dev.partitura.visualizers.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Analyses;
import dev.partitura.engine.analysis.Provenance;
import dev.partitura.engine.execute.Agreement;
import dev.partitura.engine.execute.Cancellation;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.theme.Theme;
import dev.partitura.visualizers.memory.MemoryTrack;
import dev.partitura.visualizers.painter.Golden;
import dev.partitura.visualizers.painter.RecordingPen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimelinePainterTest {
  private final Texts texts = Texts.of(TimelinePainter.class, Language.ENGLISH);

  private Score score() {
    return score(Traces.pipeline());
  }

  private Score score(Trace trace, long criticalPathNanos) {
    var bare = score(trace);
    return new Score(
        bare.run(),
        bare.index(),
        bare.flows(),
        bare.rows(),
        bare.idle(),
        new int[0],
        criticalPathNanos,
        0,
        new long[0],
        new long[0],
        null);
  }

  private Score score(Trace trace) {
    var made =
        new Provenance(Traces.network(), Traces.twoStages(), null, null, null, Agreement.UNKNOWN);
    return Score.of(
        new Analyses(trace, made),
        List.of(new MemoryTrack()),
        Language.ENGLISH,
        new Cancellation());
  }

  private Frame frame(
      Score score, Coloring coloring, SpanSet found, SpanSet marked, int selected, int[] path) {
    var view = TimelineScale.whole(score.durationNanos(), score.height(), 800, 260 - Frame.HEAD);
    return new Frame(
        score,
        view,
        150,
        260,
        Theme.DARK.palette(),
        texts,
        coloring,
        found,
        marked,
        selected,
        path,
        null,
        List.of(2_000_000L),
        null);
  }

  private static String paint(Frame frame) {
    var pen = new RecordingPen();
    new TimelinePainter().paint(pen, frame);
    return pen.calls();
  }

  @Test
  void aPipelineByMicroBatch() {
    var score = score();
    Golden.check(
        getClass(),
        "pipeline-micro-batch",
        paint(frame(score, Coloring.MICRO_BATCH, SpanSet.EMPTY, SpanSet.EMPTY, -1, new int[0])));
  }

  @Test
  void aPipelineByKindWithSelectionAndCriticalPath() {
    var score = score(Traces.pipeline(), 9_500_000);
    var trace = score.trace();
    var relu = new Selection();
    relu.selectOps(List.of(new OpId("relu")));
    var marked = SpanSet.of(trace, relu);
    // Both convolutions, then the second micro-batch on its way through the other worker.
    var path = new int[] {0, 1, 2, 3, trace.firstSpan(2) + 1, trace.firstSpan(1) + 1};
    Golden.check(
        getClass(),
        "pipeline-kind",
        paint(
            frame(
                score,
                Coloring.KIND,
                SpanSet.matching(trace, "conv"),
                marked,
                trace.firstSpan(1),
                path)));
  }

  /// However far the rows are scrolled, and wherever the path begins.
  @Test
  void theTimeOfTheCriticalPathLiesOnNothing() {
    var score = score(Traces.pipeline(), 9_500_000);
    int first = score.trace().firstSpan(1);
    var path = new int[] {first, first + 1};
    var plain = frame(score, Coloring.KIND, SpanSet.EMPTY, SpanSet.EMPTY, first, path);
    for (int scrolled = 0; scrolled < 100; scrolled += 7) {
      var calls = paint(scrolled(plain, scrolled)).lines().toList();
      var label =
          calls.stream().filter(call -> call.contains("\"critical path")).findFirst().orElseThrow();
      var numbers = numbers(label.substring(label.lastIndexOf('"') + 1));
      double width = (label.lastIndexOf('"') - label.indexOf('"') - 1) * 6;
      var room = new Box(numbers[0], numbers[1] - 8, numbers[0] + width, numbers[1] + 2);
      assertTrue(new Box(150, 0, 950, 260).contains(room), label);
      assertEquals(List.of(), shapesIn(room, calls), "scrolled by " + scrolled);
    }
  }

  private static Frame scrolled(Frame of, double down) {
    return new Frame(
        of.score(),
        of.view().panned(0, -down),
        of.gutter(),
        of.height(),
        of.palette(),
        of.texts(),
        of.coloring(),
        of.found(),
        of.marked(),
        of.selected(),
        of.criticalPath(),
        of.range(),
        List.of(),
        of.idle());
  }

  private static double[] numbers(String words) {
    return Stream.of(words.strip().split(" "))
        .filter(word -> word.matches("-?[\\d.]+"))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  /// The filled and outlined shapes that are seen within a box.
  private static List<String> shapesIn(Box box, List<String> calls) {
    var clips = new ArrayDeque<Box>(List.of(new Box(0, 0, 950, 260)));
    var found = new ArrayList<String>();
    for (var call : calls.subList(1, calls.size())) {
      var first = call.substring(0, call.indexOf(' ') < 0 ? call.length() : call.indexOf(' '));
      if (first.equals("unclip")) {
        clips.pop();
      } else if (List.of("clip", "fill", "round", "hatch", "outline").contains(first)) {
        var at = numbers(call.substring(0, call.length() - (first.equals("clip") ? 0 : 9)));
        var seen = new Box(at[0], at[1], at[0] + at[2], at[1] + at[3]).common(clips.getFirst());
        if (first.equals("clip")) {
          clips.push(seen);
        } else if (seen.top() < seen.bottom() && seen.meets(box)) {
          found.add(call);
        }
      }
    }
    return found;
  }

  @Test
  void rowsPutLinksAboveTheirReceiver() {
    var rows =
        score().rows().stream()
            .map(
                row -> row.title() + " | " + row.letter() + " | " + row.note() + " | " + row.fact())
            .toList();
    assertEquals(
        List.of(
            "CPU 0 | A | stage 0 · conv–relu | busy 76 %",
            "A → B |  |  | 3.20 MB",
            "CPU 1 | B | stage 1 · fc | busy 38 %",
            "Memory |  |  | peak 4.00 MB"),
        rows.stream().map(row -> row.replace('\u2009', ' ')).toList());
  }

  @Test
  void manySpansAreDrawnAsColumns() {
    var trace = Traces.random(new Random(1), 20_000, false);
    var score = score(trace);
    var drawn = paint(frame(score, Coloring.KIND, SpanSet.EMPTY, SpanSet.EMPTY, -1, new int[0]));
    assertTrue(drawn.contains("columns 150"));
    assertTrue(drawn.lines().count() < 100, drawn);
  }

  /// Forty thousand spans that go to and fro between two rows, on eight hundred pixels.
  @Test
  void aLongCriticalPathIsDrawnToItsEndWithAFewPointsAPixel() {
    var trace = Traces.toAndFro(20_000);
    var path = new int[trace.spanCount()];
    int[] next = {trace.firstSpan(0), trace.firstSpan(1)};
    for (int i = 0; i < path.length; i++) {
      path[i] = next[i % 2]++;
    }
    var frame = frame(score(trace), Coloring.KIND, SpanSet.EMPTY, SpanSet.EMPTY, -1, path);
    var line =
        paint(frame)
            .lines()
            .filter(call -> call.startsWith("path "))
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
    var points = numbers(line.substring(0, line.lastIndexOf(' ')));
    assertTrue(points.length / 2 < 12 * 800, "points: " + points.length / 2);
    assertEquals(frame.x(0), points[0], 1);
    assertEquals(frame.x(trace.durationNanos()), points[points.length - 2], 1);
  }

  @Test
  void aRangeSumsWhatLiesInIt() {
    var sum = RangeSum.of(score().index(), 2_000_000, 5_000_000);
    // conv's last ms, relu's ms, the next conv's first ms; the copy; half a ms of fc.
    assertEquals(5, sum.spans());
    assertEquals(4_000_000, sum.totalNanos());
    assertEquals(
        "[Share[kind=Filter, nanos=2500000], Share[kind=Relu, nanos=1000000], Share[kind=transfer, nanos=500000]]",
        sum.kinds().toString());
    assertEquals(
        "3.00 ms  ·  5 spans  ·  total 4.00 ms  ·  mean 800 µs  ·  Filter 63 %  ·  Relu 25 %  ·  transfer 13 %",
        sum.text(texts).replace('\u2009', ' '));
  }

  @Test
  void flowsAreKnownFromBothEnds() {
    var score = score();
    int fc = score.trace().firstSpan(1);
    int copy = score.trace().firstSpan(2);
    assertEquals(copy, score.flows().lastInto(fc));
    assertEquals(fc, score.flows().arrowsOutOf(copy, 1).getFirst().to());
    assertEquals(List.of(), score.flows().arrowsOutOf(fc, 1));
    assertEquals(-1, score.flows().lastInto(0));
  }
}
