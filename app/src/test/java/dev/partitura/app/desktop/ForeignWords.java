package dev.partitura.app.desktop;

import dev.partitura.engine.cluster.Clusters;
import dev.partitura.engine.cluster.catalogue.Catalogue;
import dev.partitura.engine.operator.Operators;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.canvas.Writings;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// What is said in a window in another language than its own, names and units aside.
final class ForeignWords {
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
  private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

  /// Names of ops that a training adds, and what is left of a name that was cut where there was no
  /// room.
  private static final Pattern REST = Pattern.compile("\\S*/\\S*|…[A-Za-z]+|[A-Za-z]+(…|\\.{3})");

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
          "tflop",
          "gpu",
          "flops",
          "float",
          "float32",
          "int64",
          "ctrl",
          "shift",
          "onnx",
          "avg",
          "ring",
          "esc",
          "raw",
          "war",
          "waw",
          "ord",
          "batch");

  private final Session session;
  private final Set<String> found = new TreeSet<>();

  /// @param session of the window; its language, network and cluster count as they are
  ForeignWords(Session session) {
    this.session = session;
  }

  /// The texts that do not belong there, so far.
  Set<String> found() {
    return found;
  }

  /// Looks at all that a node shows. On the FX thread.
  void look(Node node) {
    if (!node.isVisible()) {
      return;
    }
    note(node.getAccessibleText());
    switch (node) {
      case Text text -> note(text.getText());
      case Canvas canvas -> {
        var notes = Writings.of(canvas);
        if (notes != null) {
          notes.all().forEach(one -> note(one.text()));
        }
      }
      case TextInputControl field -> note(field.getPromptText());
      case MenuButton menu -> menu.getItems().forEach(this::look);
      case Labeled labeled -> note(labeled.getText());
      default -> {}
    }
    if (node instanceof Control control && control.getTooltip() != null) {
      note(control.getTooltip().getText());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(this::look);
    }
  }

  private void look(MenuItem item) {
    note(item.getText());
    if (item instanceof Menu menu) {
      menu.getItems().forEach(this::look);
    }
  }

  /// Looks at a text.
  void note(@Nullable String text) {
    if (text == null || isOwnName(text)) {
      return;
    }
    boolean chinese = CHINESE.matcher(text).find();
    if (session.appearance().language() == Language.ENGLISH) {
      if (chinese) {
        found.add(text);
      }
    } else if (!chinese) {
      var words = new ArrayList<String>();
      var finder = WORD.matcher(REST.matcher(text).replaceAll(""));
      while (finder.find()) {
        words.add(finder.group().toLowerCase(Locale.ROOT));
      }
      words.removeIf(word -> NAMES.contains(word) || names().contains(word));
      if (!words.isEmpty()) {
        found.add(text);
      }
    }
  }

  /// What a language calls itself, such as the button that changes to it.
  private static boolean isOwnName(String text) {
    return List.of(Language.values()).stream().anyMatch(one -> text.contains(one.nativeName()));
  }

  /// Words of the names in the network, of hosts, hardware, operators and samples.
  private Set<String> names() {
    var names = new HashSet<String>();
    var texts = new ArrayList<String>();
    var network = session.project().network();
    texts.add(network.name());
    session.project().cluster().hosts().forEach(host -> texts.add(host.processor()));
    // Of this machine too, which is shown beside hardware that is not here.
    Clusters.workers(1).hosts().forEach(host -> texts.add(host.processor()));
    texts.addAll(network.initializers().keySet());
    for (var op : network.ops()) {
      texts.add(op.name());
      texts.add(op.type());
      texts.addAll(op.inputs());
      texts.addAll(op.outputs());
    }
    for (var host : session.project().cluster().hosts()) {
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
    SampleModels.all().forEach(sample -> texts.add(sample.name()));
    Catalogue.devices().forEach(device -> texts.add(device.name()));
    Catalogue.links().forEach(link -> texts.add(link.name()));
    for (var text : texts) {
      var finder = WORD.matcher(text);
      while (finder.find()) {
        names.add(finder.group().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
