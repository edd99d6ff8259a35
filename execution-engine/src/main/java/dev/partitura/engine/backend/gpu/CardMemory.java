package dev.partitura.engine.backend.gpu;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The blocks of memory that a driver gave. Each gets a range of numbers that no address of the
/// process has, so that places in it are cut and compared like any memory, and is found again by
/// them. Any thread.
///
/// @param <M> what the driver calls a block
public final class CardMemory<M> {
  /// Above what processes address.
  private static final long FIRST_ADDRESS = 1L << 60;

  private static final long ADDRESS_STEP = 1L << 16;
  private static long nextAddress = FIRST_ADDRESS;

  private final ConcurrentSkipListMap<Long, Block<M>> blocks = new ConcurrentSkipListMap<>();

  private record Block<M>(M memory, long bytes) {}

  /// A place in a block.
  ///
  /// @param offset in bytes
  public record Place<M>(M memory, long offset) {}

  /// A segment that stands for a new block.
  @SuppressWarnings("restricted")
  public MemorySegment add(M memory, long bytes) {
    long address = addresses(bytes);
    blocks.put(address, new Block<>(memory, bytes));
    return MemorySegment.ofAddress(address).reinterpret(bytes);
  }

  private static synchronized long addresses(long bytes) {
    long address = nextAddress;
    nextAddress += Math.ceilDiv(bytes + 1, ADDRESS_STEP) * ADDRESS_STEP;
    return address;
  }

  /// Forgets a block, which the caller gives back to the driver.
  public Optional<M> remove(MemorySegment memory) {
    return Optional.ofNullable(blocks.remove(memory.address())).map(Block::memory);
  }

  public boolean has(MemorySegment memory) {
    return find(memory).isPresent();
  }

  private Optional<Map.Entry<Long, Block<M>>> find(MemorySegment memory) {
    return Optional.ofNullable(blocks.floorEntry(memory.address()))
        .filter(entry -> memory.address() - entry.getKey() <= entry.getValue().bytes);
  }

  /// Where a segment lies.
  ///
  /// @throws IllegalArgumentException when it is in none of the blocks
  public Place<M> place(MemorySegment memory) {
    return find(memory)
        .map(entry -> new Place<>(entry.getValue().memory, memory.address() - entry.getKey()))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "Address " + Long.toHexString(memory.address()) + " is not of this card"));
  }
}
