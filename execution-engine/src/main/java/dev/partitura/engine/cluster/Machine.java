package dev.partitura.engine.cluster;

import java.util.List;

/// This machine as discovered.
///
/// @param cores logical cores this process may use, one of every physical core first, so that the
///   first `n` share as little as possible
/// @param caches of the first core, innermost first
/// @param coreSpeed of one core, told by its widest instructions
public record Machine(Host host, List<Core> cores, List<Cache> caches, Speed coreSpeed) {
  public Machine {
    cores = List.copyOf(cores);
    caches = List.copyOf(caches);
    if (cores.isEmpty()) {
      throw new IllegalArgumentException("A machine has at least one core");
    }
  }

  public int physicalCores() {
    return (int)
        cores.stream().map(core -> core.socket() + "/" + core.physical()).distinct().count();
  }

  /// A logical core.
  ///
  /// @param id the number by which the system pins threads to it
  /// @param physical the core whose execution units it uses, unique within the socket
  public record Core(int id, int physical, int socket) {}

  /// One cache.
  ///
  /// @param type such as `Data` or `Unified`
  /// @param sharedBy logical cores that share it
  public record Cache(int level, String type, long sizeBytes, int sharedBy) {}
}
