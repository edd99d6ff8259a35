package dev.partitura.engine.task.lower;

import static java.util.Comparator.comparingInt;

import dev.partitura.engine.limit.Checkpoint;
import dev.partitura.engine.plan.schedule.Phase;
import dev.partitura.engine.plan.schedule.Precedence;
import dev.partitura.engine.task.DependenceCause;
import dev.partitura.engine.task.EdgeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Places the storages of a template in one frame of memory per device, by liveness in node order
/// and best fit, and adds the edges that keep a writer behind those who still need what it
/// overwrites. Tasks may then run in any order that the edges allow.
///
/// What only one action touches lies in a workspace instead, which all actions of the device share,
/// whichever their micro-batch: they wait for one another. So a frame holds no more than what lives
/// from one action to the next.
///
/// An action overwrites what another left only where by its data it comes behind all of that
/// action, so that saving memory never keeps actions in an order that their data do not.
final class FramePlan {
  /// Vector kernels want their data on cache lines.
  static final long ALIGNMENT = 64;

  private final ReplicaTemplate template;
  private final boolean reuse;
  private final ActionReach reach;
  private final Map<Region, Frame> frames = new HashMap<>();

  /// Nodes that a node has to wait for, where there are any.
  private final Map<Integer, List<TemplateEdges.Wait>> waits = new HashMap<>();

  /// What is laid out on its own.
  ///
  /// @param kind of the actions whose workspace it is; [#FRAME] of the frame
  private record Region(int device, int kind) {
    static final int FRAME = -1;
  }

  /// A region while it is laid out.
  private static final class Frame {
    long top;
    final TreeMap<Long, Long> holes = new TreeMap<>();
    final List<Ghost> ghosts = new ArrayList<>();
  }

  /// Bytes whose last owner is done by now in node order.
  private record Ghost(long low, long high, Storage owner) {}

  private FramePlan(ReplicaTemplate template, boolean reuse) {
    this.template = template;
    this.reuse = reuse;
    this.reach = ActionReach.of(template);
  }

  /// By device.
  ///
  /// @param frame bytes of a frame
  /// @param workspace bytes that its actions take turns in
  @SuppressWarnings("ArrayRecordComponent")
  record Sizes(long[] frame, long[] workspace) {
    /// Bytes that a micro-batch takes over from another on a device.
    long takenOver(int device) {
      return frame[device] + workspace[device];
    }
  }

  /// Sets the offsets of all storages with memory of their own in the frame or the workspace of one
  /// of `devices` devices.
  static Sizes place(ReplicaTemplate template, int devices, boolean reuse) {
    var plan = new FramePlan(template, reuse);
    plan.run();
    var sizes = new Sizes(new long[devices], new long[devices]);
    plan.frames.forEach((region, frame) -> {
      var bytes = region.kind() == Region.FRAME ? sizes.frame() : sizes.workspace();
      bytes[region.device()] = Math.max(bytes[region.device()], frame.top);
    });
    return sizes;
  }

  private void run() {
    int nodes = template.nodeCount();
    var placed = template.storages().stream().filter(Storage::isPlaced).toList();
    placed.forEach(storage -> storage.passing = reuse && isPassing(storage));
    // Both in node order; of one node's, the largest finds its place first.
    var starts = new ArrayList<>(placed);
    starts.sort(comparingInt(Storage::firstNode).thenComparingLong(s -> -s.sizeBytes));
    var ends = new ArrayList<>(placed);
    ends.sort(comparingInt(Storage::lastNode));
    int start = 0;
    int end = 0;
    var ancestors = template.edges().new Ancestors(nodes);
    for (int node = 0; node < nodes; node++) {
      Checkpoint.pass();
      for (; start < starts.size() && starts.get(start).firstNode() == node; start++) {
        allocate(starts.get(start));
      }
      ancestors.close(node, waits.getOrDefault(node, List.of()));
      for (; reuse && end < ends.size() && ends.get(end).lastNode() == node; end++) {
        free(ends.get(end));
      }
    }
  }

  /// Whether tasks of one action alone touch it. Stages that feed each other do not wait for one
  /// another as wholes, and transfers for no action.
  private boolean isPassing(Storage storage) {
    int kind = kind(storage);
    int forward = Precedence.kind(Precedence.stage(kind), Phase.F);
    if (reach.isMutual(kind) || reach.isMutual(forward)) {
      return false;
    }
    for (int access = 0; access < storage.accessCount(); access++) {
      var node = template.node(storage.node(access));
      if (!node.kind().computes() || ActionReach.kind(node) != kind) {
        return false;
      }
    }
    return true;
  }

  private int kind(Storage storage) {
    return ActionReach.kind(template.node(storage.firstNode()));
  }

  private Frame frameOf(Storage storage) {
    var region = new Region(storage.device, storage.passing ? kind(storage) : Region.FRAME);
    return frames.computeIfAbsent(region, _ -> new Frame());
  }

  private void allocate(Storage storage) {
    var frame = frameOf(storage);
    long size = padded(storage);
    storage.offset = takeHole(frame, storage, size);
    long low = storage.offset;
    long high = low + size;
    frame.ghosts.removeIf(ghost -> {
      if (ghost.low() >= high || low >= ghost.high()) {
        return false;
      }
      for (int access = 0; access < storage.accessCount(); access++) {
        boolean over =
            low + storage.low(access) < ghost.high() && ghost.low() < low + storage.high(access);
        if (storage.writes(access) && over) {
          waitForUsers(ghost, storage, access);
        }
      }
      return low <= ghost.low() && high >= ghost.high();
    });
  }

  /// Keeps a writer behind all who touch what lies in the bytes it overwrites.
  private void waitForUsers(Ghost ghost, Storage storage, int access) {
    var owner = ghost.owner();
    long low = storage.offset + storage.low(access);
    long high = storage.offset + storage.high(access);
    for (int earlier = 0; earlier < owner.accessCount(); earlier++) {
      long shared =
          Math.min(high, owner.offset + owner.high(earlier))
              - Math.max(low, owner.offset + owner.low(earlier));
      var why =
          new Hazard(
              owner.writes(earlier) ? EdgeKind.WAW : EdgeKind.WAR,
              DependenceCause.REUSE,
              storage.device,
              storage.slot,
              owner.slot,
              Math.max(0, shared));
      waits
          .computeIfAbsent(storage.node(access), _ -> new ArrayList<>(2))
          .add(new TemplateEdges.Wait(owner.node(earlier), why));
    }
  }

  private long takeHole(Frame frame, Storage storage, long size) {
    long best = -1;
    for (var hole : frame.holes.entrySet()) {
      if (hole.getValue() >= size
          && (best < 0 || hole.getValue() < frame.holes.getOrDefault(best, Long.MAX_VALUE))
          && mayTake(frame, storage, hole.getKey(), size)) {
        best = hole.getKey();
      }
    }
    if (best >= 0) {
      long rest = frame.holes.getOrDefault(best, 0L) - size;
      frame.holes.remove(best);
      if (rest > 0) {
        frame.holes.put(best + size, rest);
      }
      return best;
    }
    var last = frame.holes.lastEntry();
    if (last != null
        && last.getKey() + last.getValue() == frame.top
        && mayTake(frame, storage, last.getKey(), size)) {
      frame.holes.remove(last.getKey());
      frame.top = last.getKey() + size;
      return last.getKey();
    }
    long at = frame.top;
    frame.top += size;
    return at;
  }

  /// Whether every action that writes to the storage waits for those whose bytes it would
  /// overwrite.
  private boolean mayTake(Frame frame, Storage storage, long low, long size) {
    for (var ghost : frame.ghosts) {
      if (ghost.low() < low + size && low < ghost.high() && !mayOverwrite(storage, ghost)) {
        return false;
      }
    }
    return true;
  }

  private boolean mayOverwrite(Storage storage, Ghost ghost) {
    for (int access = 0; access < storage.accessCount(); access++) {
      int kind = ActionReach.kind(template.node(storage.node(access)));
      for (int earlier = 0; earlier < ghost.owner().accessCount(); earlier++) {
        int before = ActionReach.kind(template.node(ghost.owner().node(earlier)));
        if (storage.writes(access) && !reach.comesBehind(kind, before)) {
          return false;
        }
      }
    }
    return true;
  }

  private void free(Storage storage) {
    var frame = frameOf(storage);
    long size = padded(storage);
    if (size == 0) {
      return;
    }
    frame.ghosts.add(new Ghost(storage.offset, storage.offset + size, storage));
    long low = storage.offset;
    long high = low + size;
    var below = frame.holes.lowerEntry(low);
    if (below != null && below.getKey() + below.getValue() == low) {
      low = below.getKey();
    }
    Long above = frame.holes.remove(high);
    if (above != null) {
      high += above;
    }
    frame.holes.put(low, high - low);
  }

  private static long padded(Storage storage) {
    return Math.ceilDiv(storage.sizeBytes, ALIGNMENT) * ALIGNMENT;
  }
}
