package dev.partitura.engine.plan.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Puts gradients of weights off where an order made for stages that share no weights would wait
/// for itself: one that adds up what another stage gives for a weight of both cannot be done before
/// that. Everything else keeps its place, and so does an order in which nothing waits in a circle.
/// Pure; cost O(actions · devices) at most.
public final class DelayedGradients {
  private final ScheduleProblem problem;
  private final List<List<Action>> order;
  private final Precedence precedence;
  private final BitSet done = new BitSet();
  private final List<Lane> lanes = new ArrayList<>();

  /// A device on its way through its order.
  private static final class Lane {
    final List<Action> taken = new ArrayList<>();
    final ArrayDeque<Action> delayed = new ArrayDeque<>();
    int at;
  }

  private DelayedGradients(
      ScheduleProblem problem, List<List<Action>> order, Precedence precedence) {
    this.problem = problem;
    this.order = order;
    this.precedence = precedence;
    order.forEach(_ -> lanes.add(new Lane()));
  }

  /// The order itself where nothing helps: [ScheduleCheck] says what is wrong with it.
  public static List<List<Action>> of(ScheduleProblem problem, List<List<Action>> order) {
    var precedence = Precedence.of(problem);
    return precedence.addsUp() && problem.phases().contains(Phase.W)
        ? new DelayedGradients(problem, order, precedence).run()
        : order;
  }

  private List<List<Action>> run() {
    boolean isDelayed = false;
    while (true) {
      boolean moved = false;
      for (int device = 0; device < lanes.size(); device++) {
        moved |= goOn(device);
      }
      if (!moved) {
        if (!delayOne()) {
          break;
        }
        isDelayed = true;
      }
    }
    for (int device = 0; device < lanes.size(); device++) {
      if (lanes.get(device).taken.size() < order.get(device).size()) {
        return order;
      }
    }
    return isDelayed ? lanes.stream().map(lane -> List.copyOf(lane.taken)).toList() : order;
  }

  private boolean goOn(int device) {
    var lane = lanes.get(device);
    int before = lane.taken.size();
    for (boolean moved = true; moved; ) {
      moved = false;
      if (!lane.delayed.isEmpty() && isReady(lane.delayed.element())) {
        take(lane, lane.delayed.remove());
        moved = true;
      } else if (lane.at < order.get(device).size() && isReady(order.get(device).get(lane.at))) {
        take(lane, order.get(device).get(lane.at++));
        moved = true;
      }
    }
    return lane.taken.size() > before;
  }

  private void take(Lane lane, Action action) {
    lane.taken.add(action);
    done.set(bit(Precedence.kind(action.stage(), action.phase()), problem.piece(action)));
  }

  /// Puts off the first gradient of weights at which a device stands.
  private boolean delayOne() {
    for (int device = 0; device < lanes.size(); device++) {
      var lane = lanes.get(device);
      if (lane.at < order.get(device).size() && order.get(device).get(lane.at).phase() == Phase.W) {
        lane.delayed.add(order.get(device).get(lane.at++));
        return true;
      }
    }
    return false;
  }

  private boolean isReady(Action action) {
    int pieces = problem.pieces();
    for (int kind : precedence.before(Precedence.kind(action.stage(), action.phase()))) {
      boolean all = action.phase() == Phase.U;
      int first = bit(kind, all ? 0 : problem.piece(action));
      if (done.nextClearBit(first) < (all ? bit(kind, pieces) : first + 1)) {
        return false;
      }
    }
    return true;
  }

  private int bit(int kind, int piece) {
    return kind * problem.pieces() + piece;
  }
}
