package dev.partitura.engine.project;

import dev.partitura.engine.network.Network;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells a network from another by its names, types and wires, though not by the elements of its
/// weights: they may be too many to read.
final class NetworkMark {
  private NetworkMark() {}

  /// Cost O(ops + edges).
  static String of(Network network) {
    var digest = sha256();
    network.inputs().forEach(value -> add(digest, value.name() + value.type()));
    network.outputs().forEach(value -> add(digest, value.name()));
    network.initializers().forEach((name, constant) -> add(digest, name + constant.type()));
    for (var op : network.ops()) {
      add(digest, op.name() + op.domain() + op.type() + op.inputs() + op.outputs());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
