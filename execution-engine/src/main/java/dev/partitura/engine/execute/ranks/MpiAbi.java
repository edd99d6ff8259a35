package dev.partitura.engine.execute.ranks;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;

/// What the headers of an MPI say and its library does not: the handles of what is predefined. Open
/// MPI's are the addresses of symbols; MPICH's, and those of all that keep its interface, are
/// numbers.
///
/// @param world all ranks
/// @param bytes the data type of a byte
/// @param floats the data type of a 32-bit floating-point number
/// @param sum the operation
/// @param statusesIgnored says that nobody wants to know of what ended
/// @param handleBytes of a handle in memory
record MpiAbi(
    long world, long bytes, long floats, long sum, long statusesIgnored, int handleBytes) {
  /// Told by a symbol that only Open MPI has. Source: mpi.h of Open MPI 4.1 and of MPICH 4.0.
  static MpiAbi of(SymbolLookup library) {
    var world = library.find("ompi_mpi_comm_world");
    return world.isPresent()
        ? new MpiAbi(
            world.get().address(),
            library.findOrThrow("ompi_mpi_byte").address(),
            library.findOrThrow("ompi_mpi_float").address(),
            library.findOrThrow("ompi_mpi_op_sum").address(),
            0,
            Long.BYTES)
        : new MpiAbi(0x44000000, 0x4c00010d, 0x4c00040a, 0x58000003, 1, Integer.BYTES);
  }

  long handle(MemorySegment at) {
    return handleBytes == Long.BYTES
        ? at.get(ValueLayout.JAVA_LONG, 0)
        : at.get(ValueLayout.JAVA_INT, 0);
  }
}
