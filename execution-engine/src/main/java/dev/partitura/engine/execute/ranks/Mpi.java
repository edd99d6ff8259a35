package dev.partitura.engine.execute.ranks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;

/// The calls into MPI's C interface that are needed, bound without a library between. All of them
/// are made by the thread that made this (`MPI_THREAD_FUNNELED`).
///
/// Handles are passed as 64-bit numbers: in Open MPI they are addresses, in MPICH 32-bit numbers,
/// of which a callee reads the lower half of the register on x86-64 and AArch64 alike.
@SuppressWarnings("restricted")
final class Mpi {
  private static final int THREAD_FUNNELED = 1;
  private static final int SUCCESS = 0;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup library;
  private final MpiAbi abi;
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment small = arena.allocate(64, 8);
  private final MethodHandle isend;
  private final MethodHandle irecv;
  private final MethodHandle testsome;
  private final MethodHandle commDup;
  private final MethodHandle barrier;
  private final MethodHandle allreduce;
  private final MethodHandle finalize;

  /// Loads the library and begins; blocks until all ranks have begun.
  ///
  /// @throws IllegalStateException when the library cannot be loaded or refuses
  Mpi(MpiKind kind) {
    library = load(kind);
    abi = MpiAbi.of(library);
    isend = transfer("MPI_Isend");
    irecv = transfer("MPI_Irecv");
    testsome = call("MPI_Testsome", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    commDup = call("MPI_Comm_dup", JAVA_LONG, ADDRESS);
    barrier = call("MPI_Barrier", JAVA_LONG);
    allreduce = call("MPI_Allreduce", ADDRESS, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    finalize = call("MPI_Finalize");
    var begin = call("MPI_Init_thread", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
    check(
        "MPI_Init_thread",
        () ->
            (int)
                begin.invokeExact(MemorySegment.NULL, MemorySegment.NULL, THREAD_FUNNELED, small));
  }

  private static SymbolLookup load(MpiKind kind) {
    var tried = new ArrayList<String>();
    for (var name : kind.libraries()) {
      try {
        return SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException absent) {
        tried.add(name);
      }
    }
    throw new IllegalStateException(
        "The library of " + kind.label() + " cannot be loaded: tried " + tried);
  }

  private MethodHandle transfer(String name) {
    return call(name, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  }

  private MethodHandle call(String name, MemoryLayout... arguments) {
    return linker.downcallHandle(
        library.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, arguments));
  }

  /// A call that gives an error code.
  private interface Call {
    int run() throws Throwable;
  }

  private static void check(String name, Call call) {
    int code;
    try {
      code = call.run();
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
    if (code != SUCCESS) {
      throw new IllegalStateException(name + " failed with code " + code);
    }
  }

  /// All ranks.
  long world() {
    return abi.world();
  }

  private int number(String name) {
    var of = call(name, JAVA_LONG, ADDRESS);
    check(name, () -> (int) of.invokeExact(abi.world(), small));
    return small.get(JAVA_INT, 0);
  }

  int rank() {
    return number("MPI_Comm_rank");
  }

  /// What the library calls itself.
  String version() {
    var of = call("MPI_Get_library_version", ADDRESS, ADDRESS);
    var text = arena.allocate(16_384);
    check("MPI_Get_library_version", () -> (int) of.invokeExact(text, small));
    return text.getString(0).lines().findFirst().orElse("");
  }

  /// A communicator of its own of all ranks; all call it.
  long duplicate() {
    check("MPI_Comm_dup", () -> (int) commDup.invokeExact(abi.world(), small));
    return abi.handle(small);
  }

  /// @param request where the handle of what was begun is put
  void send(MemorySegment bytes, int rank, int tag, long communicator, MemorySegment request) {
    try {
      int code =
          (int)
              isend.invokeExact(
                  bytes, (int) bytes.byteSize(), abi.bytes(), rank, tag, communicator, request);
      if (code != SUCCESS) {
        throw new IllegalStateException("MPI_Isend failed with code " + code);
      }
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  void receive(MemorySegment bytes, int rank, int tag, long communicator, MemorySegment request) {
    try {
      int code =
          (int)
              irecv.invokeExact(
                  bytes, (int) bytes.byteSize(), abi.bytes(), rank, tag, communicator, request);
      if (code != SUCCESS) {
        throw new IllegalStateException("MPI_Irecv failed with code " + code);
      }
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  /// Moves what was begun.
  ///
  /// @param requests so many handles; those that have ended are void afterwards
  /// @param ended gets a 32-bit count
  /// @param places gets the places of those that have ended, as 32-bit numbers
  /// @return how many have ended
  int test(int count, MemorySegment requests, MemorySegment ended, MemorySegment places) {
    try {
      int code = (int) testsome.invokeExact(count, requests, ended, places, abi.statusesIgnored());
      if (code != SUCCESS) {
        throw new IllegalStateException("MPI_Testsome failed with code " + code);
      }
      return Math.max(0, ended.get(JAVA_INT, 0));
    } catch (RuntimeException | Error fault) {
      throw fault;
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  void barrier(long communicator) {
    check("MPI_Barrier", () -> (int) barrier.invokeExact(communicator));
  }

  /// The sum over all ranks of each of `count` 32-bit floating-point numbers, at all of them.
  void allReduce(MemorySegment own, MemorySegment sums, int count, long communicator) {
    check(
        "MPI_Allreduce",
        () -> (int) allreduce.invokeExact(own, sums, count, abi.floats(), abi.sum(), communicator));
  }

  /// Bytes of a handle of something begun.
  int requestBytes() {
    return abi.handleBytes();
  }

  /// Ends; all ranks call it.
  void finish() {
    check("MPI_Finalize", () -> (int) finalize.invokeExact());
  }
}
