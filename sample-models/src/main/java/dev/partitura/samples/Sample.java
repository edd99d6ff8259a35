package dev.partitura.samples;

import dev.partitura.engine.network.Network;
import java.util.function.Supplier;

/// One network that ships.
///
/// @param name what commands and files call it; lower case, without spaces
/// @param title what people call it
/// @param description one sentence on what it is
/// @param teaches one sentence on what it shows best when it runs in parallel
/// @param source makes the network; each call makes the same one anew
public record Sample(
    String name, String title, String description, String teaches, Supplier<Network> source) {
  public Network network() {
    return source.get();
  }
}
