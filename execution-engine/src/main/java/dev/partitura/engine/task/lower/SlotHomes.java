package dev.partitura.engine.task.lower;

import dev.partitura.engine.backend.Program;
import dev.partitura.engine.backend.Step;
import dev.partitura.engine.operator.AllReduce;
import java.util.Arrays;

/// In whose memory each slot of a program lies for a replica, and on which device that is: a view
/// lies in the slot it views, a piece in the whole it is a piece of. Immutable once made; cost
/// O(slots + steps).
final class SlotHomes {
  private final Program program;
  private final int[] deviceOfStep;
  private final int replica;
  private final int replicas;
  private final int[] rootOf;
  private final long[] rootOffset;
  private final boolean[] onHost;
  private final int[] homeOf;
  private final int[] wholeOf;
  private final boolean[] isPiece;
  private final long[] pieceBytes;

  private SlotHomes(Program program, int[] deviceOfStep, int replica, int replicas) {
    this.program = program;
    this.deviceOfStep = deviceOfStep;
    this.replica = replica;
    this.replicas = replicas;
    int slots = program.slots().size();
    rootOf = new int[slots];
    rootOffset = new long[slots];
    onHost = new boolean[slots];
    homeOf = new int[slots];
    wholeOf = new int[slots];
    isPiece = new boolean[slots];
    pieceBytes = new long[slots];
  }

  /// @param deviceOfStep device number of each step
  /// @param pieces what lies in a piece of something else
  static SlotHomes of(Program program, int[] deviceOfStep, int replica, ReplicaPieces pieces) {
    var homes = new SlotHomes(program, deviceOfStep, replica, pieces.replicas());
    homes.findPieces(pieces);
    homes.findRoots();
    homes.findHomes();
    return homes;
  }

  static boolean isCollective(Step step) {
    return step.type().equals(AllReduce.TYPE);
  }

  /// Which slots are the replica's piece of another.
  private void findPieces(ReplicaPieces pieces) {
    Arrays.fill(wholeOf, -1);
    pieces
        .of(program)
        .forEach((piece, whole) -> {
          wholeOf[piece] = whole;
          pieceBytes[whole] = program.slots().get(piece).sizeBytes();
        });
    for (int slot = 0; slot < wholeOf.length; slot++) {
      int root = slot;
      while (program.slots().get(root).isAlias()) {
        root = program.slots().get(root).aliasOf();
      }
      isPiece[slot] = wholeOf[root] >= 0;
    }
  }

  private void findRoots() {
    var slots = program.slots();
    for (int slot = 0; slot < rootOf.length; slot++) {
      int root = slot;
      long offset = 0;
      for (int hops = 0; slots.get(root).isAlias() || wholeOf[root] >= 0; hops++) {
        if (wholeOf[root] >= 0) {
          offset += replica * slots.get(root).sizeBytes();
          root = wholeOf[root];
        } else {
          offset += slots.get(root).aliasOffsetBytes();
          root = slots.get(root).aliasOf();
        }
        if (hops > rootOf.length) {
          throw new IllegalStateException("Slot " + slots.get(slot).value() + " views itself");
        }
      }
      rootOf[slot] = root;
      rootOffset[slot] = offset;
    }
    for (int slot = 0; slot < rootOf.length; slot++) {
      onHost[slot] =
          slots.get(rootOf[slot]).constant() != null
              || program.inputSlots().contains(rootOf[slot]) && !slots.get(rootOf[slot]).kept();
    }
  }

  private void findHomes() {
    Arrays.fill(homeOf, -1);
    for (int step = 0; step < deviceOfStep.length; step++) {
      if (isCollective(program.steps().get(step))) {
        findReceiving(program.steps().get(step));
      }
      for (int slot : program.steps().get(step).outputs()) {
        if (onHost[slot]) {
          throw new IllegalStateException(
              "Step " + program.steps().get(step).name() + " writes into an input or a constant");
        }
        if (homeOf[rootOf[slot]] < 0) {
          homeOf[rootOf[slot]] = deviceOfStep[step];
        }
      }
    }
    // What is kept and never written lies where it is first read.
    for (int step = 0; step < deviceOfStep.length; step++) {
      for (int slot : program.steps().get(step).inputs()) {
        int root = rootOf[slot];
        if (homeOf[root] < 0 && program.slots().get(root).kept()) {
          homeOf[root] = deviceOfStep[step];
        }
      }
    }
  }

  /// What a shard gets, it gets where its sum lies.
  private void findReceiving(Step step) {
    for (int output = 0; output < step.outputs().size(); output += 2) {
      homeOf[rootOf[step.outputs().get(output + 1)]] = home(step.outputs().get(output));
    }
  }

  /// Whether the slot is a constant, a network input or a view of one: read by every device where
  /// it is.
  boolean isOnHost(int slot) {
    return onHost[slot];
  }

  int root(int slot) {
    return rootOf[slot];
  }

  /// Where in its root a slot begins.
  long rootOffset(int slot) {
    return rootOffset[slot];
  }

  /// Whether it is, or views, a replica's piece of a whole.
  boolean isPiece(int slot) {
    return isPiece[slot];
  }

  /// Device that makes a value which is not on the host.
  ///
  /// @throws IllegalStateException when no step does
  int home(int slot) {
    int home = homeOf[rootOf[slot]];
    if (home < 0) {
      throw new IllegalStateException(
          "Value " + program.slots().get(slot).value() + " is read but no step writes it");
    }
    return home;
  }

  /// The slot in whose memory `slot` lies on a device: its root at home, itself where it is a copy.
  int holder(int slot, int device) {
    return homeOf[rootOf[slot]] == device ? rootOf[slot] : slot;
  }

  /// Bytes of a slot, and of the pieces of all replicas where it is made of such;
  /// [dev.partitura.engine.backend.Slot#DYNAMIC] where only the run knows.
  long storedBytes(int slot) {
    long bytes = program.slots().get(slot).sizeBytes();
    return pieceBytes[slot] > 0 ? Math.max(bytes, replicas * pieceBytes[slot]) : bytes;
  }
}
