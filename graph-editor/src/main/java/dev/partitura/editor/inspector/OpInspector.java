package dev.partitura.editor.inspector;

import dev.partitura.editor.edit.RenameOp;
import dev.partitura.editor.edit.SetAttribute;
import dev.partitura.editor.edit.SetConstant;
import dev.partitura.editor.edit.SetInputShape;
import dev.partitura.editor.edit.SetOutputChannels;
import dev.partitura.editor.edit.Slots;
import dev.partitura.editor.edit.Weights;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.editor.partition.DeviceLoad;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.Signature;
import dev.partitura.engine.operator.Trait;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The selected op: name, attributes by their kinds, what goes in and out, what it costs and where
/// it runs. Without a selection the network's inputs and sums.
public final class OpInspector extends StackPane {
  private final Session session;
  private final GraphModel model;
  private final Texts texts;
  private final VBox content = new VBox(4);

  public OpInspector(Session session, GraphModel model) {
    this.session = session;
    this.model = model;
    texts = session.texts(OpInspector.class);
    content.setPadding(new Insets(0, 8, 8, 0));
    var scroll = new ScrollPane(content);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    getChildren().add(scroll);
    setId("op-inspector");
    session.selection().opsProperty().addListener((_, _, _) -> refresh());
    session.projectProperty().addListener((_, _, _) -> refresh());
    model.factsProperty().addListener((_, _, _) -> refresh());
    refresh();
  }

  private void refresh() {
    content.getChildren().clear();
    var chosen =
        session.selection().ops().stream().filter(model.facts().ops()::containsKey).toList();
    var single = chosen.size() == 1 ? model.facts().ops().get(chosen.getFirst()) : null;
    if (single != null) {
      op(single);
    } else if (chosen.isEmpty()) {
      network();
    } else {
      title(texts.get("many", chosen.size()), "");
      cost(chosen);
    }
  }

  private void apply(Edit edit) {
    try {
      session.apply(edit);
    } catch (ProblemException refused) {
      session.notices().show(refused);
      refresh();
    }
  }

  private void op(Op op) {
    var facts = model.facts();
    title(op.name(), op.type());
    facts.problems(op.id()).forEach(this::problem);
    var grid = section("attributes");
    var name =
        field(
            op.name(),
            text -> !text.isBlank(),
            "",
            text -> apply(new RenameOp(op.id(), text, texts.get("rename.edit", text))));
    name.setId("inspector-name");
    row(grid, texts.get("name"), name, "");
    var channels = Weights.outputChannels(op, facts.network());
    if (channels != null) {
      row(grid, texts.get(hasWindow(op) ? "channels" : "units"), channels(op, channels), "");
    }
    var signature = Slots.signature(op);
    if (signature != null) {
      signature
          .parameters()
          .forEach(parameter -> row(grid, parameter.name(), attribute(op, parameter), ""));
    }
    for (var other : op.attributes().byName().entrySet()) {
      if (signature == null || signature.parameter(other.getKey()) == null) {
        row(
            grid,
            other.getKey(),
            value(texts.get("fixed", AttributeText.write(other.getValue()))),
            "");
      }
    }
    inputs(op, facts);
    outputs(op, facts);
    cost(List.of(op.id()));
  }

  private TextField channels(Op op, long channels) {
    var field =
        field(
            Long.toString(channels),
            text -> text.matches("[1-9]\\d{0,6}"),
            texts.get("whole"),
            text ->
                apply(
                    new SetOutputChannels(
                        op.id(), Long.parseLong(text), texts.get("channels.edit", op.name()))));
    field.setId("inspector-channels");
    return field;
  }

  private Node attribute(Op op, Signature.Parameter parameter) {
    var present = op.attributes().get(parameter.name());
    var label = texts.get("set.edit", parameter.name(), op.name());
    if (!AttributeText.isEditable(parameter.kind())) {
      return value(present == null ? Format.NONE : AttributeText.write(present));
    }
    if (!parameter.choices().isEmpty()) {
      var box = new ComboBox<String>();
      box.getItems().setAll(parameter.choices());
      box.setValue(AttributeText.write(present == null ? parameter.fallback() : present));
      box.setMaxWidth(Double.MAX_VALUE);
      box.valueProperty()
          .addListener((_, _, word) ->
              apply(
                  new SetAttribute(
                      op.id(),
                      parameter.name(),
                      AttributeText.read(parameter.kind(), word),
                      label)));
      return box;
    }
    var text = AttributeText.write(present);
    var field =
        field(
            text,
            written -> written.isBlank() || AttributeText.read(parameter.kind(), written) != null,
            expected(parameter.kind()),
            written ->
                apply(
                    new SetAttribute(
                        op.id(),
                        parameter.name(),
                        written.isBlank() ? null : AttributeText.read(parameter.kind(), written),
                        label)));
    var fallback = parameter.fallback();
    field.setPromptText(fallback == null ? Format.NONE : AttributeText.write(fallback));
    field.setId("inspector-" + parameter.name());
    return field;
  }

  private String expected(Signature.Kind kind) {
    return texts.get(
        switch (kind) {
          case INT -> "whole";
          case FLOAT -> "number";
          case INTS -> "list";
          case FLOATS -> "numbers";
          default -> "name";
        });
  }

  private void inputs(Op op, NetworkFacts facts) {
    var grid = section("inputs");
    for (int slot = 0; slot < op.inputs().size(); slot++) {
      var input = op.inputs().get(slot);
      var constant = facts.network().initializers().get(input);
      int place = slot;
      if (constant != null && AttributeText.isSmall(constant.type())) {
        boolean scalar = constant.type().knownShape().rank() == 0;
        var name = Slots.name(op, slot);
        row(
            grid,
            name,
            field(
                AttributeText.write(constant.tensor()),
                text -> AttributeText.readConstant(text, scalar) != null,
                texts.get("list"),
                text ->
                    apply(
                        new SetConstant(
                            op.id(),
                            place,
                            Objects.requireNonNull(AttributeText.readConstant(text, scalar)),
                            texts.get("constant.edit", name, op.name())))),
            input);
      } else if (!input.isEmpty() || Slots.isRequired(op, slot)) {
        var text = input.isEmpty() ? texts.get("open") : typeText(facts, input);
        row(grid, Slots.name(op, slot), value(text), input);
      }
    }
  }

  private void outputs(Op op, NetworkFacts facts) {
    var grid = section("outputs");
    var signature = Slots.signature(op);
    for (int i = 0; i < op.outputs().size(); i++) {
      var output = op.outputs().get(i);
      if (!output.isEmpty()) {
        var name =
            signature != null && i < signature.outputs().size()
                ? signature.outputs().get(i)
                : Integer.toString(i);
        row(grid, name, value(typeText(facts, output)), output);
      }
    }
  }

  private static boolean hasWindow(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.WINDOW);
  }

  private String typeText(NetworkFacts facts, String value) {
    var type = facts.type(value);
    return type == null
        ? texts.get("unknown")
        : (type.shape() == null ? "?" : type.shape().toString()) + "  " + type.dataType().label();
  }

  private void cost(List<OpId> ops) {
    var facts = model.facts();
    var grid = section("cost");
    double flops = facts.flops(ops);
    double moved = ops.stream().mapToLong(op -> facts.sized().work(op).bytes()).sum();
    row(grid, texts.get("flops"), number(Format.flops(flops)), "");
    row(
        grid,
        texts.get("parameters"),
        number(Format.count(facts.parameters(ops))),
        texts.get("parameters.explain"));
    row(
        grid,
        texts.get("parameterBytes"),
        number(Format.bytes(ops.stream().mapToLong(facts::parameterBytes).sum())),
        "");
    row(
        grid,
        texts.get("activations"),
        number(Format.bytes(ops.stream().mapToLong(facts::outputBytes).sum())),
        "");
    row(grid, texts.get("moved"), number(Format.bytes(moved)), "");
    row(
        grid,
        texts.get("intensity"),
        number(moved == 0 ? Format.NONE : Format.unit(Format.digits(flops / moved), "FLOP/B")),
        texts.get("intensity.explain"));
    var plan = session.project().plan();
    var cluster = session.project().cluster();
    var stages = ops.stream().map(plan::partOf).distinct().sorted().map(String::valueOf).toList();
    var devices = new ArrayList<String>();
    ops.stream()
        .map(plan::partOf)
        .distinct()
        .forEach(stage ->
            plan.parts().get(stage).mesh().devices().stream()
                .map(id -> cluster.letter(id) + " " + id.name())
                .filter(text -> !devices.contains(text))
                .forEach(devices::add));
    row(grid, texts.get("device"), number(String.join(", ", devices)), "");
    row(grid, texts.get("stage"), number(String.join(", ", stages)), "");
  }

  private void network() {
    var facts = model.facts();
    var network = facts.network();
    if (network.ops().isEmpty() && network.inputs().isEmpty()) {
      var nothing = new Label(texts.get("nothing"));
      nothing.getStyleClass().add("muted");
      nothing.setWrapText(true);
      content.getChildren().add(nothing);
      return;
    }
    title(network.name(), texts.get("network"));
    facts.problems().values().stream().flatMap(List::stream).limit(4).forEach(this::problem);
    var inputs = section("inputs");
    for (var input : network.inputs()) {
      var type = input.type();
      if (type != null && type.shape() != null) {
        row(
            inputs,
            input.name(),
            field(
                type.shape().toString(),
                text -> AttributeText.readShape(text) != null,
                texts.get("dimensions"),
                text ->
                    apply(
                        new SetInputShape(
                            input.name(),
                            type.withShape(AttributeText.readShape(text)),
                            texts.get("shape.edit", input.name())))),
            type.dataType().label());
      } else {
        row(inputs, input.name(), value(texts.get("unknown")), "");
      }
    }
    var outputs = section("outputs");
    network
        .outputs()
        .forEach(output -> row(outputs, output.name(), value(typeText(facts, output.name())), ""));
    var grid = section("cost");
    row(grid, texts.get("ops"), number(Integer.toString(network.ops().size())), "");
    var loads = DeviceLoad.of(session.project(), facts);
    row(
        grid,
        texts.get("flops"),
        number(Format.flops(loads.stream().mapToDouble(DeviceLoad::flops).sum())),
        "");
    row(
        grid,
        texts.get("parameters"),
        number(Format.count(Parameters.count(network))),
        texts.get("parameters.explain"));
  }

  private void title(String text, String beside) {
    var title = new Label(text);
    title.getStyleClass().add("title");
    title.setTooltip(new Tooltip(text));
    var what = new Label(beside);
    what.getStyleClass().addAll("muted", "size-12");
    what.setMinWidth(USE_PREF_SIZE);
    var row = new javafx.scene.layout.HBox(8, title, what);
    row.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
    content.getChildren().add(row);
  }

  private void problem(Problem problem) {
    var text = new Label(problem.sentence(session.locale()));
    text.setWrapText(true);
    text.getStyleClass().add("size-12");
    text.setMinHeight(USE_PREF_SIZE);
    var note = new StackPane(text);
    note.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    note.getStyleClass().addAll("note", "warn-note");
    VBox.setMargin(note, new Insets(4, 0, 4, 0));
    content.getChildren().add(note);
  }

  private GridPane section(String key) {
    var heading = new Label(texts.get(key).toUpperCase(java.util.Locale.ROOT));
    heading.getStyleClass().add("section");
    var grid = new GridPane(10, 4);
    var names = new ColumnConstraints(112);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(60);
    grid.getColumnConstraints().addAll(names, values);
    content.getChildren().addAll(heading, grid);
    return grid;
  }

  private static void row(GridPane grid, String name, Node value, String explain) {
    var label = new Label(name);
    label.getStyleClass().addAll("muted", "size-12");
    label.setTooltip(new Tooltip(explain.isEmpty() ? name : name + "\n" + explain));
    grid.addRow(grid.getRowCount(), label, value);
  }

  private static Label value(String text) {
    var label = new Label(text);
    label.getStyleClass().addAll("mono", "size-11");
    label.setTooltip(new Tooltip(text));
    return label;
  }

  private static Label number(String text) {
    var label = value(text);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
    return label;
  }

  /// A field that takes its text on Enter or when left, and says what it expects when the text is
  /// of no use.
  private TextField field(
      String text,
      Predicate<String> isGood,
      String expected,
      java.util.function.Consumer<String> take) {
    var field = new TextField(text);
    field.getStyleClass().addAll("mono", "size-11");
    field.setStyle("-fx-padding: 3 6 3 6;");
    var tip = new Tooltip();
    Runnable commit =
        () -> {
          var written = field.getText().strip();
          if (!written.equals(text) && isGood.test(written)) {
            take.accept(written);
          }
        };
    field
        .textProperty()
        .addListener((_, _, written) -> {
          boolean good = written.strip().equals(text) || isGood.test(written.strip());
          mark(field, good ? null : texts.get("wrong", expected), tip);
        });
    field.setOnAction(_ -> commit.run());
    field
        .focusedProperty()
        .addListener((_, _, focused) -> {
          if (!focused) {
            commit.run();
          }
        });
    return field;
  }

  private static void mark(TextField field, @Nullable String wrong, Tooltip tip) {
    field.setStyle("-fx-padding: 3 6 3 6;" + (wrong == null ? "" : "-fx-border-color: -p-bad;"));
    if (wrong == null) {
      field.setTooltip(null);
    } else {
      tip.setText(wrong);
      field.setTooltip(tip);
    }
  }
}
