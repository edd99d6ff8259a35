package dev.partitura.engine.plan.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;

/// The published order of [ZeroBubbleV]: backward and forward by turns on every device, and
/// gradients of weights wherever the next one would have to wait, or may wait no longer than
/// another device has to anyway. Tried with and without the latter before a forward and before the
/// backward of a first chunk, each again while what devices waited for the last time leaves less.
/// No device is idle between its first and its last action where all phases take the same, from 2p
/// micro-batches on. Source: the greedy scheduler beside Qi et al. 2024, arXiv:2405.15362, action
/// for action. Used once; cost O(actions) a try.
final class ZeroBubbleVGreedy {
  /// Kinds of actions by the flow: forward there and back, backward there and back, and the
  /// gradients of weights of the second chunk and of the first.
  private static final int BACKWARD = 2;

  private static final int WEIGHT = 4;
  private static final int KINDS = 6;

  private final Pipeline pipeline;
  private final int devices;
  private final int microBatches;
  private final int most;
  private final double[] nanos = new double[Phase.values().length];
  private final boolean fillsForward;
  private final boolean fillsBackward;

  /// What each device waited the last time, and the most of it.
  private final double[] approved;

  private final double mostApproved;

  /// By kind, device and micro-batch, when it ends.
  private final double[][][] end;

  private final int[][] count;
  private final double[] now;
  private final double[] waited;
  private double mostWaited;
  private final int[] held;
  private final List<Queue<Integer>> weights = new ArrayList<>();
  private final List<List<Action>> actions = new ArrayList<>();

  private ZeroBubbleVGreedy(
      Pipeline pipeline, boolean fillsForward, boolean fillsBackward, double[] approved) {
    this.pipeline = pipeline;
    this.fillsForward = fillsForward;
    this.fillsBackward = fillsBackward;
    this.approved = approved;
    mostApproved = Arrays.stream(approved).max().orElse(0);
    devices = pipeline.devices();
    microBatches = pipeline.microBatches();
    most = 2 * devices;
    for (var stage : pipeline.problem().stages()) {
      stage
          .nanos()
          .forEach(
              (phase, time) -> nanos[phase.ordinal()] = Math.max(nanos[phase.ordinal()], time));
    }
    end = new double[WEIGHT][devices][microBatches];
    for (var flow : end) {
      for (var device : flow) {
        Arrays.fill(device, Double.NaN);
      }
    }
    count = new int[devices][KINDS];
    now = new double[devices];
    waited = new double[devices];
    held = new int[devices];
    for (int device = 0; device < devices; device++) {
      weights.add(new ArrayDeque<>());
      actions.add(new ArrayList<>());
    }
  }

  /// What each device of the problem does, updates left out.
  static List<List<Action>> order(Pipeline pipeline) {
    ZeroBubbleVGreedy best = null;
    for (boolean fillsBackward : new boolean[] {true, false}) {
      for (boolean fillsForward : new boolean[] {true, false}) {
        var tried = tried(pipeline, fillsForward, fillsBackward);
        best = best == null || tried.mostWaited < best.mostWaited ? tried : best;
      }
    }
    var order = new ArrayList<List<Action>>(Collections.nCopies(pipeline.devices(), List.of()));
    for (int device = 0; best != null && device < order.size(); device++) {
      order.set(pipeline.lanes().get(device), best.actions.get(device));
    }
    return order;
  }

  private static ZeroBubbleVGreedy tried(
      Pipeline pipeline, boolean fillsForward, boolean fillsBackward) {
    var unknown = new double[pipeline.devices()];
    Arrays.fill(unknown, -1);
    var best = new ZeroBubbleVGreedy(pipeline, fillsForward, fillsBackward, unknown).filled();
    while (true) {
      var next = new ZeroBubbleVGreedy(pipeline, fillsForward, fillsBackward, best.waited).filled();
      if (next.mostWaited >= best.mostWaited) {
        return best;
      }
      best = next;
    }
  }

  private ZeroBubbleVGreedy filled() {
    begin();
    evenOut();
    for (int turn = 0; turn < 2 * microBatches; turn++) {
      backwards();
      for (int device = 0; device < devices; device++) {
        forward(device);
      }
    }
    for (int device = 0; device < devices; device++) {
      weights(device, 0);
    }
    return this;
  }

  /// The first micro-batch all the way there and back, and as many behind it as fit meanwhile.
  private void begin() {
    for (int device = 0; device < devices; device++) {
      put(0, device);
    }
    for (int device = devices - 1; device >= 0; device--) {
      double arrival = device == devices - 1 ? 0 : arrival(1, device);
      while (device < devices - 1
          && held[device] + 2 + 2 * device <= most
          && now[device] + nanos[0] <= arrival
          && count[device][0] < microBatches) {
        for (int before = 0; before <= device; before++) {
          put(0, before);
        }
      }
      put(1, device);
    }
  }

  /// Forwards of either chunk by turns until each device did as many as the one before it.
  private void evenOut() {
    int chunk = 0;
    for (int device = 1; device < devices; device++) {
      var own = count[device];
      var before = count[device - 1];
      while (own[0] + own[1] < before[0] + before[1]
          || own[1] <= before[1] && before[1] < microBatches) {
        for (int other = devices - 1; other >= device; other--) {
          if (count[other][chunk] < microBatches) {
            put(chunk, other);
          }
        }
        chunk = 1 - chunk;
      }
    }
  }

  /// One on each device: those on the way back from the last device first, against the row.
  private void backwards() {
    var there = new ArrayList<Integer>();
    var back = new ArrayList<Integer>();
    for (int device = 0; device < devices; device++) {
      int[] own = count[device];
      boolean returns =
          own[3] < own[2]
              && (device == devices - 1 || isThere(3, device) || own[2] >= microBatches);
      if (returns) {
        back.addFirst(device);
      } else {
        there.add(device);
      }
    }
    for (int device : back) {
      fill(device, 3, true);
      put(3, device);
    }
    for (int device : there) {
      fill(device, BACKWARD, fillsBackward);
      put(BACKWARD, device);
    }
  }

  private void forward(int device) {
    int[] own = count[device];
    if (own[1] >= microBatches) {
      return;
    }
    int kind;
    if (own[1] >= own[0]) {
      kind = 0;
    } else if (device == devices - 1 || isThere(1, device)) {
      kind = 1;
    } else if (own[0] < microBatches && (device == 0 || isThere(0, device))) {
      kind = 0;
    } else {
      return;
    }
    if (held[device] == most) {
      weights(device, weights.get(device).size() - 1);
    }
    fill(device, kind, fillsForward);
    put(kind, device);
  }

  /// Gradients of weights while the next of a kind is not there yet.
  ///
  /// @param early whether one more where the device waits for it longer than it may
  private void fill(int device, int kind, boolean early) {
    if (from(kind, device) < 0) {
      return;
    }
    double arrival = arrival(kind, device);
    while (!weights.get(device).isEmpty() && arrival >= now[device] + nanos[Phase.W.ordinal()]) {
      weights(device, weights.get(device).size() - 1);
    }
    double may = Math.max(mostWaited, mostApproved - approved[device]) - waited[device];
    if (early && !weights.get(device).isEmpty() && arrival - now[device] > may) {
      weights(device, weights.get(device).size() - 1);
    }
  }

  /// The gradients of weights that wait, the oldest first, until no more than `left` do.
  private void weights(int device, int left) {
    var waiting = weights.get(device);
    while (waiting.size() > left) {
      put(waiting.remove(), device);
    }
  }

  /// The device before one in the flow of a kind; -1 where it begins or turns.
  private int from(int kind, int device) {
    int from = kind % 2 == 0 ? device - 1 : device + 1;
    return from < devices && kind < WEIGHT ? from : -1;
  }

  private boolean isThere(int kind, int device) {
    int from = from(kind, device);
    return !Double.isNaN(end[kind][from][count[device][kind]]);
  }

  /// When what the next of a kind needs is there; NaN where nobody knows yet.
  private double arrival(int kind, int device) {
    return end[kind][from(kind, device)][count[device][kind]] + pipeline.problem().transferNanos();
  }

  private void put(int kind, int device) {
    var phase = kind < BACKWARD ? Phase.F : kind < WEIGHT ? Phase.B : Phase.W;
    int chunk = kind < BACKWARD ? kind : (kind + 1) % 2;
    int microBatch = count[device][kind];
    double begin = now[device];
    if (from(kind, device) >= 0) {
      begin = Math.max(begin, arrival(kind, device));
    }
    waited[device] += count[device][0] > 0 ? begin - now[device] : 0;
    mostWaited = Math.max(mostWaited, waited[device]);
    now[device] = begin + nanos[phase.ordinal()];
    count[device][kind]++;
    held[device] += phase == Phase.F ? 1 : phase == Phase.W ? -1 : 0;
    if (kind < WEIGHT) {
      end[kind][device][microBatch] = now[device];
    }
    if (phase == Phase.B) {
      weights.get(device).add(kind + 2);
    }
    int stage = pipeline.row().get(pipeline.place(device, chunk));
    actions.get(device).add(new Action(stage, phase, microBatch, 0, false));
  }
}
