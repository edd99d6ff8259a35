package dev.partitura.engine.network;

/// Identity of an op within its network: its name, unique there. Renaming an op gives it a new id.
public record OpId(String name) implements Comparable<OpId> {
  public OpId {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("An op needs a name");
    }
  }

  @Override
  public int compareTo(OpId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
