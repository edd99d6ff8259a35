package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The catalogue of schedules: one line each.
public final class Schedules {
  /// What a plan takes that names none.
  public static final String FORWARD = "forward";

  private static final List<Schedule> ALL =
      List.of(
          new Forward(),
          new LongestPath(),
          new GPipe(),
          new OneForwardOneBackward(),
          new EagerOneForwardOneBackward(),
          new OverlappedOneForwardOneBackward(),
          new Interleaved(),
          new OverlappedInterleaved(),
          new BreadthFirst(),
          new ZeroBubbleH1(),
          new ZeroBubbleH2(),
          new ZeroBubbleLate(),
          new InterleavedZeroBubble(),
          new DualPipe(),
          new DualPipeV(),
          new SequenceOneForwardOneBackward(),
          new VOneForwardOneBackward(),
          new ZeroBubbleV(),
          new VHalf(),
          new VMin(),
          new ZeroBubbleAuto());

  private Schedules() {}

  public static List<Schedule> all() {
    return ALL;
  }

  /// Whether a text names a schedule of the catalogue, rather than listing the actions of one plan.
  public static boolean isRule(String text) {
    return ALL.stream().anyMatch(schedule -> schedule.name().equals(text));
  }

  /// The schedule of this name, or the one that the text lists action by action, such as `0F1 0F0;
  /// 1F1 1F0`; else null.
  public static @Nullable Schedule find(String text) {
    return ALL.stream()
        .filter(schedule -> schedule.name().equals(text))
        .findFirst()
        .orElseGet(() -> ListedSchedule.parse(text));
  }

  /// A list of actions from a file: a line, or what stands between semicolons, for each device.
  ///
  /// @throws ProblemException where it is none, naming the first word that is no action
  public static ListedSchedule read(String text) {
    var lines = text.strip().lines().map(line -> line.strip().replaceAll(";$", "")).toList();
    var joined = String.join("; ", lines);
    var listed = ListedSchedule.parse(joined);
    if (listed != null) {
      return listed;
    }
    var word = ListedSchedule.firstThatIsNoAction(joined);
    throw word != null
        ? ProblemException.of("plan.schedule.action", word, word)
        : ProblemException.of(
            "plan.schedule.unknown", "", joined, ALL.stream().map(Schedule::name).toList());
  }
}
