package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Action;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import java.util.List;

/// The actions of one device in the order of the schedule, in flat arrays by place.
final class DeviceOrder {
  private static final Phase[] PHASES = Phase.values();

  private final int[] stage;
  private final byte[] phase;
  private final int[] microBatch;
  private final int[] turn;

  /// @param actions of one replica
  /// @param turn of each among all that the device does, whatever the replica
  DeviceOrder(List<Action> actions, int[] turn) {
    this.turn = turn;
    stage = new int[actions.size()];
    phase = new byte[actions.size()];
    microBatch = new int[actions.size()];
    int place = 0;
    for (var action : actions) {
      stage[place] = action.stage();
      phase[place] = (byte) action.phase().ordinal();
      microBatch[place++] = action.microBatch();
    }
  }

  int size() {
    return stage.length;
  }

  int stage(int place) {
    return stage[place];
  }

  Phase phase(int place) {
    return PHASES[phase[place]];
  }

  int microBatch(int place) {
    return microBatch[place];
  }

  /// Number of the kind of an action.
  int kind(int place) {
    return Precedence.kind(stage[place], phase(place));
  }

  /// Its place among all that the device does.
  int turn(int place) {
    return turn[place];
  }

  /// Whether it takes the micro-batches first to last.
  boolean isAscending() {
    for (int place = 1; place < microBatch.length; place++) {
      if (microBatch[place] < microBatch[place - 1]) {
        return false;
      }
    }
    return true;
  }
}
