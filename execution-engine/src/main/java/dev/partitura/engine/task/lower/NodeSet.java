package dev.partitura.engine.task.lower;

import java.util.BitSet;

/// Some nodes of a template, with those among them that wait for no other of them, and those for
/// which no other waits.
record NodeSet(BitSet first, BitSet last) {
  static NodeSet of(ReplicaTemplate template, BitSet nodes) {
    var first = new BitSet();
    var last = (BitSet) nodes.clone();
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      boolean waits = false;
      for (var edge : template.edges().into(node)) {
        if (nodes.get(edge.from())) {
          waits = true;
          last.clear(edge.from());
        }
      }
      first.set(node, !waits);
    }
    return new NodeSet(first, last);
  }

  /// The nodes that touch a device's frame of memory: its own, and the copies out of it.
  static NodeSet touching(ReplicaTemplate template, int device) {
    var users = new BitSet();
    for (var storage : template.storages()) {
      if (storage.device == device && !storage.pinned && !storage.isKept()) {
        for (int access = 0; access < storage.accessCount(); access++) {
          users.set(storage.node(access));
        }
      }
    }
    for (int node = 0; node < template.repeatedCount(); node++) {
      if (template.step(node) != null && template.device(node) == device) {
        users.set(node);
      }
    }
    return of(template, users);
  }
}
