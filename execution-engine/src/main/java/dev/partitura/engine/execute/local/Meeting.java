package dev.partitura.engine.execute.local;

import dev.partitura.engine.execute.local.Transport.Space;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// All ranks wait until all have come: in step k every rank hears of the one 2^k places before it.
/// Used by the thread of messages. Cost: log2 of the ranks, in messages of each.
///
/// Source: Hensgen, Finkel & Manber 1988, the dissemination barrier.
final class Meeting {
  /// What its messages are to this end.
  static final int MET = 5;

  /// Tags of signals are numbers of tasks; those of meetings stand behind them all.
  static final int TAG = 1 << 27;

  private static final long NUMBER = (long) MET << 32;

  private final Transport transport;
  private final List<Integer> ranks;
  private final int place;
  private boolean underWay;
  private int step;
  private int unheard;

  /// @param ranks that meet
  /// @param own rank of this process
  Meeting(Transport transport, List<Integer> ranks, int own) {
    this.transport = transport;
    this.ranks = ranks;
    place = ranks.indexOf(own);
  }

  boolean isUnderWay() {
    return underWay;
  }

  /// Whether a step is done, so that the next may follow.
  boolean mayGoOn() {
    return underWay && unheard == 0;
  }

  /// A message of the step under way has ended.
  void heard() {
    unheard--;
  }

  /// @return whether all have met already
  boolean begin() {
    underWay = true;
    step = 0;
    return call();
  }

  /// @return whether all have met
  boolean goOn() {
    step++;
    return call();
  }

  private boolean call() {
    int distance = 1 << step;
    int count = ranks.size();
    if (distance >= count) {
      underWay = false;
      return true;
    }
    unheard = 2;
    int to = ranks.get((place + distance) % count);
    int from = ranks.get(Math.floorMod(place - distance, count));
    transport.receive(Space.SIGNALS, from, TAG + step, MemorySegment.NULL, NUMBER);
    transport.send(Space.SIGNALS, to, TAG + step, MemorySegment.NULL, NUMBER);
    return false;
  }
}
