package dev.partitura.engine.execute.local;

import java.lang.foreign.MemorySegment;

/// Carries messages between ranks. Messages from one rank to another of the same space and tag
/// arrive in the order in which they were sent. Used by one thread.
public interface Transport {
  /// Messages of different spaces never meet.
  enum Space {
    /// Values.
    VALUES,
    /// What tells without a value that something is done.
    SIGNALS,
    /// Readings of clocks.
    CLOCKS
  }

  /// Number of this rank.
  int self();

  /// Begins to send; the memory must stay as it is until [#poll] tells `number`.
  ///
  /// @param number what the message is called at this end
  void send(Space space, int rank, int tag, MemorySegment bytes, long number);

  /// Begins to receive a message of exactly so many bytes.
  void receive(Space space, int rank, int tag, MemorySegment bytes, long number);

  /// Moves what can be moved.
  ///
  /// @param ended gets the numbers of what was sent or received
  /// @return how many
  int poll(long[] ended);

  /// Whether anything was begun and has not ended.
  boolean isBusy();
}
