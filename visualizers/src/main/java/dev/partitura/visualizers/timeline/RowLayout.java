package dev.partitura.visualizers.timeline;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.cluster.Lane;
import dev.partitura.engine.plan.Part;
import dev.partitura.engine.plan.Plan;
import dev.partitura.engine.trace.Trace;
import dev.partitura.engine.trace.Track;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.timeline.TrackContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Orders the tracks into rows: every device below the links that lead to it, then what views add.
/// Many devices get lower rows.
final class RowLayout {
  private static final int ROOMY = 6;
  private static final int SNUG = 16;
  private static final double GAP = 8;
  private static final double MOST_GROWTH = 2.4;
  private static final int[] NO_SPANS = {};

  private final SpanIndex index;
  private final Trace trace;
  private final Flows flows;
  private final @Nullable Plan plan;
  private final @Nullable Beside beside;
  private final Texts texts;
  private final List<Row> rows = new ArrayList<>();
  private final int shared;
  private double top;

  /// @param plan what ran, where that is known
  /// @param beside what was predicted of it, or null
  RowLayout(
      SpanIndex index, Flows flows, @Nullable Plan plan, @Nullable Beside beside, Texts texts) {
    this.index = index;
    trace = index.trace();
    this.flows = flows;
    this.plan = plan;
    this.beside = beside;
    this.texts = texts;
    shared = OpNames.sharedParts(trace);
  }

  List<Row> rows(List<TrackContent> added) {
    long devices =
        IntStream.range(0, trace.tracks().size())
            .filter(track -> !isLink(trace.tracks().get(track)) && !isIdleCopyLane(track))
            .count();
    double height = devices <= ROOMY ? 52 : devices <= SNUG ? 32 : 18;
    for (int track = 0; track < trace.tracks().size(); track++) {
      if (!isLink(trace.tracks().get(track)) && !isIdleCopyLane(track)) {
        links(track);
        device(track, height);
        predicted(track, height);
      }
    }
    for (int track = 0; track < trace.tracks().size(); track++) {
      int unplaced = track;
      if (!isIdleCopyLane(track) && rows.stream().noneMatch(row -> row.track() == unplaced)) {
        link(track);
      }
    }
    added.forEach(this::added);
    return rows;
  }

  /// The same rows, those of devices and of views taller where there is room: a large window shows
  /// large spans, not an empty half. Each grows to no more than `MOST_GROWTH` of itself.
  static List<Row> filling(List<Row> rows, double pixels) {
    double fixed = 0;
    double growing = 0;
    for (var row : rows) {
      if (row.kind() == Row.Kind.LINK) {
        fixed += row.plainHeight();
      } else {
        growing += row.plainHeight();
      }
    }
    double growth = growing == 0 ? 1 : Math.clamp((pixels - fixed) / growing, 1, MOST_GROWTH);
    var filled = new ArrayList<Row>();
    double top = 0;
    for (var row : rows) {
      var next = row.grown(row.kind() == Row.Kind.LINK ? 1 : growth, top);
      filled.add(next);
      top = next.bottom();
    }
    return filled;
  }

  private void added(TrackContent content) {
    double height = content.height() + 14;
    rows.add(
        new Row(
            Row.Kind.ADDED,
            -1,
            -1,
            "",
            content.title(),
            "",
            content.fact(),
            NO_SPANS,
            content,
            top,
            height,
            top + 6,
            content.height(),
            content.height(),
            -1));
    top += height;
  }

  /// The links to a device: tracks of their own, or copies that the device ran itself.
  private void links(int toTrack) {
    var receiver = trace.tracks().get(toTrack).device();
    for (int track = 0; receiver != null && track < trace.tracks().size(); track++) {
      var candidate = trace.tracks().get(track);
      if (isLink(candidate) && receiver.equals(candidate.device())) {
        link(track);
      }
    }
    copies(toTrack)
        .forEach((from, spans) ->
            link(
                -1,
                letter(from) + " → " + letter(toTrack),
                spans.stream().mapToInt(Integer::intValue).toArray()));
  }

  /// The copies on a device's track by the track that their value comes from.
  private Map<Integer, List<Integer>> copies(int track) {
    var bySource = new TreeMap<Integer, List<Integer>>();
    for (int span = trace.firstSpan(track); span < trace.endSpan(track); span++) {
      int from = trace.kind(span).moves() ? flows.lastInto(span) : -1;
      if (from >= 0 && trace.track(from) != track) {
        bySource.computeIfAbsent(trace.track(from), _ -> new ArrayList<>()).add(span);
      }
    }
    return bySource;
  }

  private static boolean isLink(Track track) {
    return track instanceof Track.OfLink;
  }

  /// A lane that only copies and had nothing to: its row would be empty.
  private boolean isIdleCopyLane(int track) {
    return trace.tracks().get(track) instanceof Track.OfLane lane
        && lane.lane() != Lane.COMPUTE
        && trace.firstSpan(track) == trace.endSpan(track);
  }

  private String letter(int track) {
    var device = trace.tracks().get(track).device();
    return device == null ? trace.tracks().get(track).name() : trace.world().letter(device);
  }

  private void link(int track) {
    link(
        track,
        trace.tracks().get(track).name(),
        IntStream.range(trace.firstSpan(track), trace.endSpan(track)).toArray());
  }

  private void link(int track, String title, int[] spans) {
    long bytes = Arrays.stream(spans).mapToLong(trace::bytes).sum();
    var copies = track < 0 ? spans : NO_SPANS;
    rows.add(
        new Row(
            Row.Kind.LINK,
            track,
            -1,
            "",
            title,
            "",
            Format.bytes(bytes),
            copies,
            null,
            top,
            32,
            top + 6,
            14,
            14,
            -1));
    top += 32;
  }

  private void device(int track, double height) {
    var shown = trace.tracks().get(track);
    int device = trace.world().indexOf(shown.device());
    var letter = device < 0 ? "" : trace.world().letter(shown.device());
    var kind = shown instanceof Track.OfLane ? Row.Kind.DEVICE : Row.Kind.OTHER;
    var fact = texts.get("row.busy", Format.percent(index.utilization(track)));
    double lane = height >= 52 ? 26 : height - 6;
    rows.add(
        new Row(
            kind,
            track,
            device,
            letter,
            shown.name(),
            note(track, shown),
            fact,
            NO_SPANS,
            null,
            top,
            height,
            top + 2,
            lane,
            lane,
            -1));
    top += height + (height >= 52 ? GAP : 0);
  }

  /// What was predicted of a device, close under what was measured.
  private void predicted(int track, double height) {
    int of = beside == null ? -1 : beside.track(trace.tracks().get(track));
    if (beside == null || of < 0) {
      return;
    }
    double lane = height >= 52 ? 16 : height >= 32 ? 12 : 8;
    double gap = height >= 52 ? GAP : 4;
    rows.add(
        new Row(
            Row.Kind.PREDICTED,
            -1,
            trace.world().indexOf(trace.tracks().get(track).device()),
            "",
            texts.get("row.predicted"),
            "",
            texts.get("row.busy", Format.percent(beside.score().index().utilization(of))),
            NO_SPANS,
            null,
            top,
            lane + gap,
            top,
            lane,
            lane,
            of));
    top += lane + gap;
  }

  /// The stages of a device and the ops it ran, first to last.
  private String note(int track, Track shown) {
    var ops = ops(track);
    var stages = stages(shown.device());
    if (stages.isEmpty()) {
      return ops;
    }
    var stage = texts.get("row.stage", stages);
    return ops.isEmpty() ? stage : stage + " · " + ops;
  }

  private String stages(@Nullable DeviceId device) {
    var parts = plan == null ? List.<Part>of() : plan.parts();
    return device == null || parts.size() < 2
        ? ""
        : IntStream.range(0, parts.size())
            .filter(stage -> parts.get(stage).mesh().devices().contains(device))
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
  }

  private String ops(int track) {
    int first = trace.firstSpan(track);
    int end = trace.endSpan(track);
    while (first < end && !trace.kind(first).computes()) {
      first++;
    }
    if (first == end) {
      return "";
    }
    int last = first;
    for (int span = first; span < end && last - first < 100_000; span++) {
      if (trace.microBatch(span) == trace.microBatch(first) && trace.kind(span).computes()) {
        last = span;
      }
    }
    return OpNames.range(trace.name(first), trace.name(last), shared);
  }
}
