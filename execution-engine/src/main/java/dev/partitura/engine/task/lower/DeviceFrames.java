package dev.partitura.engine.task.lower;

import dev.partitura.engine.plan.schedule.Phase;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The frames of memory of one device, and which micro-batch lies in which of them. A micro-batch
/// has one from its first action there to its last, so that there are as many as micro-batches are
/// under way at once.
///
/// @param count of frames
/// @param frame by micro-batch
/// @param earlier micro-batch that lay in its frame before each, or -1
@SuppressWarnings("ArrayRecordComponent")
record DeviceFrames(int count, int[] frame, int[] earlier) {
  /// @param spare frames more than must be, so that one micro-batch is received while another is
  ///   worked on
  static DeviceFrames of(DeviceOrder order, int microBatches, int spare) {
    var last = new int[microBatches];
    for (int place = 0; place < order.size(); place++) {
      if (order.phase(place) != Phase.U) {
        last[order.microBatch(place)] = place;
      }
    }
    int count = Math.min(microBatches, peak(order, last) + spare);
    var free = new ArrayDeque<Integer>();
    for (int frame = 0; frame < count; frame++) {
      free.add(frame);
    }
    var frame = new int[microBatches];
    var earlier = new int[microBatches];
    var holder = new int[count];
    Arrays.fill(frame, -1);
    Arrays.fill(holder, -1);
    for (int place = 0; place < order.size(); place++) {
      int microBatch = order.microBatch(place);
      if (frame[microBatch] < 0) {
        int taken = free.remove();
        frame[microBatch] = taken;
        earlier[microBatch] = holder[taken];
        holder[taken] = microBatch;
      }
      if (last[microBatch] == place) {
        free.add(frame[microBatch]);
      }
    }
    return new DeviceFrames(count, frame, earlier);
  }

  private static int peak(DeviceOrder order, int[] last) {
    var isUnderWay = new boolean[last.length];
    int underWay = 0;
    int peak = 0;
    for (int place = 0; place < order.size(); place++) {
      int microBatch = order.microBatch(place);
      if (!isUnderWay[microBatch] && place <= last[microBatch]) {
        isUnderWay[microBatch] = true;
        peak = Math.max(peak, ++underWay);
      }
      underWay -= last[microBatch] == place ? 1 : 0;
    }
    return peak;
  }
}
