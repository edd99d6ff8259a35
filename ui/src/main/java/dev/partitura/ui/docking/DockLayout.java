package dev.partitura.ui.docking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import javafx.geometry.Orientation;

/// How panels lie: splits of splits, and tabs at the ends. An immutable value without nodes.
sealed interface DockLayout {
  /// Pixels along the split around it; 0 leaves it to the window.
  double size();

  /// The tabs in it, from the left and from above.
  Stream<Tabs> tabs();

  /// Panels of which one is seen.
  ///
  /// @param hidden whether only a strip is left, which brings them back
  record Tabs(List<String> ids, String selected, boolean hidden, double size)
      implements DockLayout {
    public Tabs {
      ids = List.copyOf(ids);
      if (!ids.contains(selected)) {
        throw new IllegalArgumentException("Tab " + selected + " is none of " + ids);
      }
    }

    static Tabs of(String id) {
      return new Tabs(List.of(id), id, false, 0);
    }

    @Override
    public Stream<Tabs> tabs() {
      return Stream.of(this);
    }

    private Tabs plus(String id, List<String> order) {
      var more = new ArrayList<>(ids);
      more.add(id);
      more.sort(Comparator.comparingInt(order::indexOf));
      return new Tabs(more, selected, hidden, size);
    }
  }

  /// Parts beside or below each other.
  record Split(Orientation orientation, List<DockLayout> parts, double size) implements DockLayout {
    public Split {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("A split of nothing");
      }
    }

    @Override
    public Stream<Tabs> tabs() {
      return parts.stream().flatMap(DockLayout::tabs);
    }
  }

  /// Every panel at its home.
  static DockLayout home(SequencedMap<String, Home> homes) {
    var middle =
        homes.keySet().stream()
            .filter(id -> homes.get(id) == Home.MIDDLE)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("Nothing is in the middle"));
    return Tabs.of(middle).complete(homes);
  }

  /// This layout with just the panels that there are: what is unknown goes, and what is missing
  /// comes to those of its home. A layout without the middle is none.
  default DockLayout complete(SequencedMap<String, Home> homes) {
    var known = kept(new LinkedHashSet<>(homes.keySet())).orElse(null);
    if (known == null || known.tabs().noneMatch(tabs -> holds(tabs, Home.MIDDLE, homes))) {
      return home(homes);
    }
    var there = new HashSet<String>();
    known.tabs().forEach(tabs -> there.addAll(tabs.ids()));
    for (var id : homes.keySet()) {
      if (!there.contains(id)) {
        known = known.with(id, homes);
      }
    }
    return known;
  }

  /// This layout with a panel that is not in it.
  private DockLayout with(String id, SequencedMap<String, Home> homes) {
    var home = homes.getOrDefault(id, Home.MIDDLE);
    var beside = tabs().filter(tabs -> holds(tabs, home, homes)).findFirst();
    if (beside.isPresent()) {
      var order = List.copyOf(homes.keySet());
      return replaced(beside.get(), beside.get().plus(id, order));
    }
    return switch (home) {
      case LEFT -> split(Orientation.HORIZONTAL, Tabs.of(id), this);
      case RIGHT -> split(Orientation.HORIZONTAL, this, Tabs.of(id));
      case BOTTOM -> split(Orientation.VERTICAL, this, Tabs.of(id));
      case MIDDLE -> throw new IllegalArgumentException("A second middle: " + id);
    };
  }

  private static boolean holds(Tabs tabs, Home home, SequencedMap<String, Home> homes) {
    return tabs.ids().stream().anyMatch(id -> homes.get(id) == home);
  }

  private static DockLayout split(Orientation orientation, DockLayout first, DockLayout second) {
    var parts = new ArrayList<DockLayout>();
    for (var part : List.of(first, second)) {
      if (part instanceof Split inner && inner.orientation() == orientation) {
        parts.addAll(inner.parts());
      } else {
        parts.add(part);
      }
    }
    return new Split(orientation, parts, 0);
  }

  private DockLayout replaced(Tabs old, Tabs now) {
    return switch (this) {
      case Tabs tabs -> tabs.equals(old) ? now : tabs;
      case Split split ->
          new Split(
              split.orientation(),
              split.parts().stream().map(part -> part.replaced(old, now)).toList(),
              split.size());
    };
  }

  /// What is left of it when only these panels exist, each of them once.
  private Optional<DockLayout> kept(Set<String> left) {
    return switch (this) {
      case Tabs tabs -> {
        var ids = tabs.ids().stream().filter(left::remove).toList();
        yield ids.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Tabs(
                    ids,
                    ids.contains(tabs.selected()) ? tabs.selected() : ids.getFirst(),
                    tabs.hidden(),
                    tabs.size()));
      }
      case Split split -> {
        var parts = split.parts().stream().flatMap(part -> part.kept(left).stream()).toList();
        yield parts.size() < 2
            ? parts.stream().findFirst()
            : Optional.of(new Split(split.orientation(), parts, split.size()));
      }
    };
  }
}
