package dev.partitura.ui.action;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleBooleanProperty;
import org.junit.jupiter.api.Test;

class CommandPaletteTest {
  private final SimpleBooleanProperty open = new SimpleBooleanProperty();
  private final ArrayList<String> done = new ArrayList<>();
  private final Commands commands = new Commands();

  CommandPaletteTest() {
    commands.addAll(
        List.of(
            Command.of("a", "View", "Show or hide the views", "Shortcut+J", () -> done.add("a")),
            Command.of("b", "File", "Save as…", "", open, () -> done.add("b")),
            Command.of("c", "Run", "Run", "", () -> done.add("c")),
            Command.of("d", "View", "Hide all", "", () -> done.add("d"))));
  }

  @Test
  void searchFindsAllWordsInAnyOrderAndPutsBeginningsFirst() {
    assertEquals(List.of("a", "d"), ids("view hide"));
    assertEquals(List.of("d", "a"), ids("hide"));
    assertEquals(List.of(), ids("save"));
    open.set(true);
    assertEquals(List.of("b"), ids("SAVE file"));
  }

  @Test
  void aCommandThatCannotBeDoneIsNotDone() {
    commands.fire("b");
    commands.fire("c");
    assertEquals(List.of("c"), done);
  }

  @Test
  void theLastWhoTakesAnIdHasIt() {
    commands.add(Command.of("c", "Run", "Again", "", () -> done.add("again")));
    commands.fire("c");
    assertEquals(List.of("again"), done);
    assertEquals(4, commands.all().size());
  }

  private List<String> ids(String text) {
    return CommandPalette.search(commands.all(), text).stream().map(Command::id).toList();
  }
}
