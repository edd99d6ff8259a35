package dev.partitura.engine.plan.schedule;

import dev.partitura.engine.problem.Phrase;
import dev.partitura.engine.problem.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Says which action of an order is the first that is impossible: unknown, on the wrong device,
/// given twice, before what it needs, missing, or never reached because devices wait for each other
/// in a circle. Pure; cost O(actions) where the devices take turns seldom.
public final class ScheduleCheck {
  private static final int MOST_LINKS = 8;

  private final ScheduleProblem problem;
  private final List<List<Action>> order;
  private final List<String> deviceNames;
  private final Precedence precedence;
  private final BitSet seen = new BitSet();

  private ScheduleCheck(
      ScheduleProblem problem, List<List<Action>> order, List<String> deviceNames) {
    this.deviceNames = deviceNames;
    this.problem = problem;
    this.order = order;
    precedence = Precedence.of(problem);
  }

  /// The first thing that is wrong with an order, or null.
  ///
  /// @param deviceNames of the problem's devices, for the sentence
  public static @Nullable Problem check(
      ScheduleProblem problem, List<List<Action>> order, List<String> deviceNames) {
    return new ScheduleCheck(problem, order, deviceNames).firstProblem();
  }

  private @Nullable Problem firstProblem() {
    if (order.size() != problem.devices()) {
      return Problem.of("schedule.devices", "", order.size(), problem.devices());
    }
    for (int device = 0; device < order.size(); device++) {
      for (var action : order.get(device)) {
        var wrong = wrong(device, action);
        if (wrong != null) {
          return wrong;
        }
        seen.set(bit(action));
      }
    }
    var missing = missing();
    if (missing != null) {
      return missing;
    }
    var apart = mutualStagesApart();
    return apart != null ? apart : circle();
  }

  private int bit(Action action) {
    return bit(Precedence.kind(action.stage(), action.phase()), problem.piece(action));
  }

  private int bit(int kind, int piece) {
    return kind * problem.pieces() + piece;
  }

  private @Nullable Problem wrong(int device, Action action) {
    if (action.stage() >= problem.stages().size()) {
      return problem("schedule.stage", action, action.stage());
    }
    int home = problem.deviceOf(action);
    if (home != device) {
      return problem("schedule.device", action, name(device), action.stage(), name(home));
    }
    if (!problem.phases().contains(action.phase())) {
      return problem("schedule.phase", action, action.phase());
    }
    int count = problem.actions(action.phase());
    if (problem.piece(action) >= count) {
      return problem(
          "schedule.microBatch",
          action,
          action.phase(),
          count / (action.phase() == Phase.U ? 1 : problem.sequenceChunks()) - 1);
    }
    if (action.sequenceChunk() >= problem.sequenceChunks()) {
      return problem("schedule.sequenceChunk", action, problem.sequenceChunks());
    }
    if (seen.get(bit(action))) {
      return problem("schedule.twice", action);
    }
    var needed = neededFirst(action);
    return needed == null ? null : problem("schedule.early", action, needed);
  }

  /// An action of the same stage that must come first and has not yet.
  private @Nullable Action neededFirst(Action action) {
    for (int kind : precedence.before(Precedence.kind(action.stage(), action.phase()))) {
      boolean all = action.phase() == Phase.U;
      int own = problem.piece(action);
      for (int piece = all ? 0 : own; piece < (all ? problem.pieces() : own + 1); piece++) {
        var needed = problem.action(kind, piece);
        if (needed.stage() == action.stage() && !seen.get(bit(kind, piece))) {
          return needed;
        }
      }
    }
    return null;
  }

  private @Nullable Problem missing() {
    for (int stage = 0; stage < problem.stages().size(); stage++) {
      for (var phase : Phase.values()) {
        int first = bit(Precedence.kind(stage, phase), 0);
        int next = seen.nextClearBit(first);
        if (next < first + problem.actions(phase)) {
          var action = problem.action(Precedence.kind(stage, phase), next - first);
          return problem("schedule.missing", action, name(problem.deviceOf(action)));
        }
      }
    }
    return null;
  }

  /// Mutual stages begin a micro-batch together, so they must take them in one order.
  private @Nullable Problem mutualStagesApart() {
    for (int stage = 0; stage < problem.stages().size(); stage++) {
      for (int other = 0; other < stage && precedence.isMutual(stage); other++) {
        if (precedence.isMutual(stage, other)) {
          var one = of(stage).iterator();
          var two = of(other).iterator();
          while (one.hasNext() && two.hasNext()) {
            var action = one.next();
            var partner = two.next();
            if (action.microBatch() != partner.microBatch() || action.phase() != partner.phase()) {
              return problem("schedule.mutual", action, other, stage);
            }
          }
        }
      }
    }
    return null;
  }

  private List<Action> of(int stage) {
    return order.get(problem.stages().get(stage).device()).stream()
        .filter(action -> action.stage() == stage)
        .toList();
  }

  /// Lets every device go on as far as it can, by turns, until nothing moves: from the first device
  /// to the last and back, as values and their gradients go.
  private @Nullable Problem circle() {
    var done = new BitSet();
    var at = new int[order.size()];
    boolean forth = false;
    for (boolean moved = true; moved; ) {
      moved = false;
      forth = !forth;
      for (int turn = 0; turn < at.length; turn++) {
        int device = forth ? turn : at.length - 1 - turn;
        var actions = order.get(device);
        while (at[device] < actions.size() && waitsFor(actions.get(at[device]), done) == null) {
          done.set(bit(actions.get(at[device]++)));
          moved = true;
        }
      }
    }
    for (int device = 0; device < at.length; device++) {
      if (at[device] < order.get(device).size()) {
        return circle(order.get(device).get(at[device]).joined(false), at, done);
      }
    }
    return null;
  }

  private @Nullable Action waitsFor(Action action, BitSet done) {
    for (int kind : precedence.before(Precedence.kind(action.stage(), action.phase()))) {
      boolean all = action.phase() == Phase.U;
      int first = bit(kind, all ? 0 : problem.piece(action));
      int next = done.nextClearBit(first);
      if (next < (all ? bit(kind, problem.pieces()) : first + 1)) {
        return problem.action(kind, next - bit(kind, 0));
      }
    }
    return action.phase() == Phase.U ? updateBefore(action, done) : null;
  }

  /// An update of another stage from which one takes weights over.
  private @Nullable Action updateBefore(Action update, BitSet done) {
    for (int other : problem.stages().get(update.stage()).takesOver()) {
      var before = new Action(other, Phase.U, 0);
      if (!done.get(bit(before)) && !precedence.isMutual(update.stage(), other)) {
        return before;
      }
    }
    return null;
  }

  private Problem circle(Action stuck, int[] at, BitSet done) {
    var path = new LinkedHashSet<Action>();
    var first = stuck;
    while (path.add(first)) {
      first = next(needed(first, done), at);
    }
    var chain = new ArrayList<Object>();
    var current = first;
    do {
      var needed = needed(current, done);
      current = next(needed, at);
      int device = problem.deviceOf(needed);
      chain.add(
          needed.equals(current)
              ? needed
              : Phrase.of("words.need.behind", needed, name(device), current));
    } while (!current.equals(first) && chain.size() < MOST_LINKS);
    var told = current.equals(first) ? chain.removeLast() : cut(chain.removeLast());
    for (var link : chain.reversed()) {
      told = Phrase.of("words.need.next", link, told);
    }
    return problem("schedule.circle", first, told);
  }

  private static Object cut(Object link) {
    return Phrase.of("words.need.cut", link);
  }

  private Action needed(Action stuck, BitSet done) {
    var needed = waitsFor(stuck, done);
    if (needed == null) {
      throw new IllegalStateException(stuck + " waits for nothing");
    }
    return needed;
  }

  /// The action at which the device of a needed one stands.
  private Action next(Action needed, int[] at) {
    int device = problem.deviceOf(needed);
    return order.get(device).get(at[device]).joined(false);
  }

  private String name(int device) {
    return deviceNames.get(device);
  }

  private static Problem problem(String code, Action action, Object... arguments) {
    return Problem.of(
        code, action.toString(), Stream.concat(Stream.of(action), Stream.of(arguments)).toArray());
  }
}
