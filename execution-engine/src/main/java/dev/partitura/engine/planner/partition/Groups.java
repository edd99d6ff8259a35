package dev.partitura.engine.planner.partition;

import java.util.stream.IntStream;

/// Sets of items that are joined two by two.
final class Groups {
  private final int[] parent;
  private boolean trivial = true;

  Groups(int count) {
    parent = IntStream.range(0, count).toArray();
  }

  void join(int one, int other) {
    int a = find(one);
    int b = find(other);
    if (a != b) {
      parent[b] = a;
      trivial = false;
    }
  }

  boolean isTrivial() {
    return trivial;
  }

  /// The group of each item.
  int[] all() {
    return IntStream.range(0, parent.length).map(this::find).toArray();
  }

  private int find(int item) {
    int root = item;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }
}
