package dev.partitura.engine.plan;

import java.util.List;

/// The places of a plan, numbered: each shard of each part is one. Where nothing is split among
/// shards, a place is a part. Immutable.
public final class Places {
  private final int[] first;

  private Places(int[] first) {
    this.first = first;
  }

  public static Places of(Plan plan) {
    return of(plan.parts());
  }

  static Places of(List<Part> parts) {
    var first = new int[parts.size() + 1];
    for (int part = 0; part < parts.size(); part++) {
      first[part + 1] = Math.addExact(first[part], parts.get(part).mesh().shards());
    }
    return new Places(first);
  }

  public int shards(int part) {
    return first[part + 1] - first[part];
  }

  public int place(int part, int shard) {
    return first[part] + shard;
  }

  public int part(int place) {
    int part = 0;
    while (first[part + 1] <= place) {
      part++;
    }
    return part;
  }

  public int shard(int place) {
    return place - first[part(place)];
  }
}
