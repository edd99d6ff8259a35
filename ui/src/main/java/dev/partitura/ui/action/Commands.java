package dev.partitura.ui.action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;

/// The commands of a window. Every part adds its own; a key or an id is taken by the last who asks
/// for it.
public final class Commands {
  private final ObservableList<Command> all = FXCollections.observableArrayList();
  // Kept: such a list hears of changes only while somebody holds it.
  private final ObservableList<Command> shown = FXCollections.unmodifiableObservableList(all);

  public void add(Command command) {
    all.removeIf(other -> other.id().equals(command.id()));
    all.add(command);
  }

  public void addAll(List<Command> commands) {
    commands.forEach(this::add);
  }

  public ObservableList<Command> all() {
    return shown;
  }

  public Optional<Command> find(String id) {
    return all.stream().filter(command -> command.id().equals(id)).findFirst();
  }

  /// Does a command by its id, if it is there and can be done.
  public void fire(String id) {
    find(id).ifPresent(Command::fire);
  }

  /// Lets the keys of all commands work in a scene, in place of those that did before. While text
  /// is being typed, only keys with Ctrl, Alt or ⌘ and function keys count, and those the text
  /// field knows itself stay its own.
  public void listen(Scene scene) {
    scene.setOnKeyPressed(this::pressed);
  }

  private void pressed(KeyEvent event) {
    if (event.isConsumed()) {
      return;
    }
    boolean typing = event.getTarget() instanceof TextInputControl;
    boolean plain =
        !event.isShortcutDown() && !event.isAltDown() && !event.getCode().isFunctionKey();
    if (typing && plain) {
      return;
    }
    for (var command : all.reversed()) {
      var key = command.key();
      if (key != null && key.match(event) && command.enabled().get()) {
        event.consume();
        command.run().run();
        return;
      }
    }
  }

  /// A menu with the named commands; an empty id is a rule between two groups.
  public List<MenuItem> items(List<String> ids) {
    return ids.stream().map(id -> id.isEmpty() ? new SeparatorMenuItem() : item(id)).toList();
  }

  private MenuItem item(String id) {
    var command = find(id).orElseThrow(() -> new IllegalArgumentException("No command " + id));
    var item = new MenuItem(command.label());
    item.setAccelerator(command.key());
    item.disableProperty().bind(Bindings.not(command.enabled()));
    item.setOnAction(_ -> command.fire());
    return item;
  }

  /// Commands by group, in the order of adding.
  Map<String, List<Command>> byGroup() {
    var groups = new LinkedHashMap<String, List<Command>>();
    for (var command : all) {
      groups.computeIfAbsent(command.group(), _ -> new ArrayList<>()).add(command);
    }
    return groups;
  }

  /// All commands as menus, one for each group.
  public List<Menu> menus() {
    return byGroup().entrySet().stream()
        .map(entry -> {
          var menu = new Menu(entry.getKey());
          entry.getValue().forEach(command -> menu.getItems().add(item(command.id())));
          return menu;
        })
        .toList();
  }
}
