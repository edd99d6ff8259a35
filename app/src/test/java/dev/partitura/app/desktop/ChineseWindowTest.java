package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.partitura.engine.operator.Operators;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.BundledFonts;
import dev.partitura.ui.theme.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.util.WaitForAsyncUtils;

/// Every text of the Chinese window, place by place, is Chinese or a name.
@Tag("fx")
class ChineseWindowTest {
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

  /// Names and units that are the same in every language.
  private static final Set<String> NAMES =
      Set.of(
          "partitura",
          "english",
          "cpu",
          "flop",
          "kflop",
          "mflop",
          "gflop",
          "flops",
          "float",
          "float32",
          "int64",
          "ctrl",
          "shift",
          "onnx",
          "esc",
          "raw",
          "war",
          "waw",
          "ord",
          "batch");

  private @Nullable ShownWindow shown;

  @BeforeAll
  static void fonts() {
    BundledFonts.provide();
  }

  @BeforeEach
  void open() throws Exception {
    shown = ShownWindow.open(Language.CHINESE, 1280, 900);
  }

  @AfterEach
  void close() throws Exception {
    window().close();
  }

  private ShownWindow window() {
    return Objects.requireNonNull(shown);
  }

  private Session session() {
    return window().session();
  }

  @Test
  void nothingIsLeftInEnglish() throws Exception {
    var foreign = new TreeSet<String>();
    look(foreign);
    var robot = window().robot;
    var desktop = window().window();
    robot.interact(
        () -> desktop.documents().open("mlp", "pipeline=2,micro-batches=4", desktop.runner()::run));
    WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, () -> session().currentRun() != null);
    window().settle();
    for (var button : robot.lookup(".rail-button").<ToggleButton>queryAll()) {
      if (!button.isSelected()) {
        robot.interact(button::fire);
      }
      look(foreign);
    }
    for (var command : List.copyOf(session().commands().all())) {
      if (command.id().startsWith("view.show.")) {
        robot.interact(command::fire);
        window().settle();
        look(foreign);
      }
      note(command.label(), foreign);
      note(command.group(), foreign);
    }
    for (var op : session().project().network().ops()) {
      robot.interact(() -> session().selection().selectOp(op.id()));
      look(foreign);
    }
    assertEquals(Set.of(), foreign);
  }

  private void look(Set<String> foreign) {
    WaitForAsyncUtils.waitForFxEvents();
    window().robot.interact(() -> look(window().window().scene().getRoot(), foreign));
  }

  private void look(Node node, Set<String> foreign) {
    if (!node.isVisible()) {
      return;
    }
    note(node.getAccessibleText(), foreign);
    switch (node) {
      case Text text -> note(text.getText(), foreign);
      case TextInputControl field -> note(field.getPromptText(), foreign);
      case MenuButton menu -> menu.getItems().forEach(item -> look(item, foreign));
      case Labeled labeled -> note(labeled.getText(), foreign);
      default -> {}
    }
    if (node instanceof Control control && control.getTooltip() != null) {
      note(control.getTooltip().getText(), foreign);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> look(child, foreign));
    }
  }

  private void look(MenuItem item, Set<String> foreign) {
    note(item.getText(), foreign);
    if (item instanceof javafx.scene.control.Menu menu) {
      menu.getItems().forEach(inner -> look(inner, foreign));
    }
  }

  private void note(@Nullable String text, Set<String> foreign) {
    if (text != null && !CHINESE.matcher(text).find()) {
      var words = new ArrayList<String>();
      var finder = WORD.matcher(text);
      while (finder.find()) {
        words.add(finder.group().toLowerCase(Locale.ROOT));
      }
      words.removeIf(word -> NAMES.contains(word) || names().contains(word));
      if (!words.isEmpty()) {
        foreign.add(text);
      }
    }
  }

  /// Words of the names in the network, of hosts, operators and samples.
  private Set<String> names() {
    var names = new HashSet<String>();
    var texts = new ArrayList<String>();
    var network = session().project().network();
    texts.add(network.name());
    session().project().cluster().hosts().forEach(host -> texts.add(host.processor()));
    texts.addAll(network.initializers().keySet());
    for (var op : network.ops()) {
      texts.add(op.name());
      texts.add(op.type());
      texts.addAll(op.inputs());
      texts.addAll(op.outputs());
    }
    for (var host : session().project().cluster().hosts()) {
      texts.add(host.name());
      texts.add(host.processor());
    }
    for (var operator : Operators.all()) {
      var signature = operator.signature();
      texts.add(signature.type());
      texts.addAll(signature.inputs());
      texts.addAll(signature.outputs());
      signature
          .parameters()
          .forEach(parameter -> {
            texts.add(parameter.name());
            texts.addAll(parameter.choices());
          });
    }
    dev.partitura.samples.SampleModels.all().forEach(sample -> texts.add(sample.name()));
    for (var text : texts) {
      var finder = WORD.matcher(text);
      while (finder.find()) {
        names.add(finder.group().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
