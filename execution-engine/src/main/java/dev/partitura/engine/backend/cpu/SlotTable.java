package dev.partitura.engine.backend.cpu;

import dev.partitura.engine.backend.Slot;
import dev.partitura.engine.network.Constant;
import dev.partitura.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value slots of a program in the making, each with its layout. Used by one thread.
final class SlotTable {
  private final List<Slot> slots = new ArrayList<>();
  private final List<@Nullable Layout> layouts = new ArrayList<>();
  private final List<Integer> kinds = new ArrayList<>();
  private final Map<String, Integer> home = new HashMap<>();
  private final Map<String, List<Integer>> copies = new HashMap<>();

  /// By slot the values in its memory; none of an alias.
  private final List<List<String>> values = new ArrayList<>();

  /// Slot of a value as its producer left it, or -1.
  int home(String value) {
    return home.getOrDefault(value, -1);
  }

  /// Names of all values that lie, wholly or partly, in the memory of the slot.
  List<String> valuesIn(int slot) {
    int root = slots.get(slot).isAlias() ? slots.get(slot).aliasOf() : slot;
    return values.get(root);
  }

  void moveHome(String value, int slot) {
    home.put(value, slot);
  }

  Slot get(int slot) {
    return slots.get(slot);
  }

  /// Null for a dynamic slot.
  @Nullable Layout layout(int slot) {
    return layouts.get(slot);
  }

  /// Kind of action in which the slot lives; -1 for constants and for inputs of the network that
  /// several read.
  int kind(int slot) {
    return kinds.get(slot);
  }

  List<Slot> all() {
    return List.copyOf(slots);
  }

  int constant(String value, Constant constant) {
    var slot = new Slot(value, constant.type(), constant.sizeBytes(), true, constant, -1, 0, false);
    return addHome(value, slot, Layout.plain(constant.type().knownShape().sizes()), -1);
  }

  int dynamic(String value, @Nullable TensorType type, int kind) {
    return addHome(
        value, new Slot(value, type, Slot.DYNAMIC, true, null, -1, 0, false), null, kind);
  }

  /// The slot in which its producer leaves a value.
  int produced(String value, TensorType type, Layout layout, int kind) {
    return addHome(value, planned(value, type, layout), layout, kind);
  }

  /// The slot of an input that stays from one iteration to the next; of no kind of action.
  int kept(String value, TensorType type) {
    var layout = Layout.plain(type.knownShape().sizes());
    var slot = new Slot(value, type, bytes(type, layout), true, null, -1, 0, true);
    return addHome(value, slot, layout, -1);
  }

  /// A further slot for a value that lies elsewhere in another layout.
  int copy(String value, TensorType type, Layout layout, int kind) {
    int slot = add(planned(value, type, layout), layout, kind);
    copies.computeIfAbsent(value, _ -> new ArrayList<>()).add(slot);
    return slot;
  }

  /// A copy of the value in this layout made before in this kind, or -1.
  int findCopy(String value, Layout layout, int kind) {
    for (int slot : copies.getOrDefault(value, List.of())) {
      var existing = layouts.get(slot);
      if (kinds.get(slot) == kind && existing != null && existing.sameAs(layout)) {
        return slot;
      }
    }
    return -1;
  }

  /// A value that is the memory of another slot seen with other axes.
  int alias(String value, TensorType type, Layout layout, int of) {
    int root = slots.get(of).isAlias() ? slots.get(of).aliasOf() : of;
    var constant = slots.get(root).constant();
    if (constant != null && layout.isPlain()) {
      return constant(value, constant.reshaped(type.knownShape()));
    }
    var slot =
        new Slot(
            value,
            type,
            bytes(type, layout),
            layout.isPlain(),
            null,
            root,
            slots.get(of).aliasOffsetBytes(),
            false);
    return addHome(value, slot, layout, kinds.get(of));
  }

  /// A value produced straight into a part of slot `of`, which begins `offsetBytes` behind the
  /// latter's first byte.
  int part(String value, TensorType type, Layout layout, int of, long offsetBytes) {
    var whole = slots.get(of);
    int root = whole.isAlias() ? whole.aliasOf() : of;
    long offset = whole.aliasOffsetBytes() + offsetBytes;
    return addHome(
        value,
        new Slot(value, type, bytes(type, layout), layout.isPlain(), null, root, offset, false),
        layout,
        kinds.get(of));
  }

  private static Slot planned(String value, TensorType type, Layout layout) {
    return new Slot(value, type, bytes(type, layout), layout.isPlain(), null, -1, 0, false);
  }

  private static long bytes(TensorType type, Layout layout) {
    return layout.span() * type.dataType().sizeBytes();
  }

  private int addHome(String value, Slot slot, @Nullable Layout layout, int kind) {
    int index = add(slot, layout, kind);
    home.put(value, index);
    return index;
  }

  private int add(Slot slot, @Nullable Layout layout, int kind) {
    slots.add(slot);
    layouts.add(layout);
    kinds.add(kind);
    int index = slots.size() - 1;
    values.add(slot.isAlias() ? List.of() : List.of(slot.value()));
    if (slot.isAlias()) {
      var all = new ArrayList<>(values.get(slot.aliasOf()));
      all.add(slot.value());
      values.set(slot.aliasOf(), all);
    }
    return index;
  }
}
