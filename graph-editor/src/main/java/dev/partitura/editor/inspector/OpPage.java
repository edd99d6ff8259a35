package dev.partitura.editor.inspector;

import dev.partitura.editor.edit.RenameOp;
import dev.partitura.editor.edit.SetAttribute;
import dev.partitura.editor.edit.SetConstant;
import dev.partitura.editor.edit.SetOutputChannels;
import dev.partitura.editor.edit.Slots;
import dev.partitura.editor.edit.Weights;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.editor.network.NetworkFacts;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.operator.Operators;
import dev.partitura.engine.operator.Signature;
import dev.partitura.engine.operator.Trait;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.theme.Texts;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;

/// One op: name, attributes by their kinds, what goes in and out, what it costs and where it runs.
final class OpPage {
  private final Page page;
  private final GraphModel model;
  private final Texts texts;
  private final Consumer<Edit> apply;

  /// @param apply does an edit, or shows why not
  OpPage(Page page, GraphModel model, Texts texts, Consumer<Edit> apply) {
    this.page = page;
    this.model = model;
    this.texts = texts;
    this.apply = apply;
  }

  void show(Op op) {
    var facts = model.facts();
    page.title(op.name(), op.type());
    facts.problems(op.id()).forEach(page::problem);
    var grid = page.section("attributes");
    var name =
        page.field(
            op.name(),
            text -> !text.isBlank(),
            "",
            text -> apply.accept(new RenameOp(op.id(), text, texts.get("rename.edit", text))));
    name.setId("inspector-name");
    Page.row(grid, texts.get("name"), name, "");
    var channels = Weights.outputChannels(op, facts.network());
    if (channels != null) {
      Page.row(grid, texts.get(hasWindow(op) ? "channels" : "units"), channels(op, channels), "");
    }
    var signature = Slots.signature(op);
    if (signature != null) {
      signature
          .parameters()
          .forEach(parameter -> Page.row(grid, parameter.name(), attribute(op, parameter), ""));
    }
    for (var other : op.attributes().byName().entrySet()) {
      if (signature == null || signature.parameter(other.getKey()) == null) {
        Page.row(
            grid,
            other.getKey(),
            Page.value(texts.get("fixed", AttributeText.write(other.getValue()))),
            "");
      }
    }
    inputs(op, facts);
    outputs(op, facts);
  }

  private TextField channels(Op op, long channels) {
    var field =
        page.field(
            Long.toString(channels),
            text -> text.matches("[1-9]\\d{0,6}"),
            texts.get("whole"),
            text ->
                apply.accept(
                    new SetOutputChannels(
                        op.id(), Long.parseLong(text), texts.get("channels.edit", op.name()))));
    field.setId("inspector-channels");
    return field;
  }

  private Node attribute(Op op, Signature.Parameter parameter) {
    var present = op.attributes().get(parameter.name());
    var label = texts.get("set.edit", parameter.name(), op.name());
    if (!AttributeText.isEditable(parameter.kind())) {
      return Page.value(present == null ? Format.NONE : AttributeText.write(present));
    }
    if (!parameter.choices().isEmpty()) {
      var box = new ComboBox<String>();
      box.getItems().setAll(parameter.choices());
      box.setValue(AttributeText.write(present == null ? parameter.fallback() : present));
      box.setMaxWidth(Double.MAX_VALUE);
      box.valueProperty()
          .addListener((_, _, word) ->
              apply.accept(
                  new SetAttribute(
                      op.id(),
                      parameter.name(),
                      AttributeText.read(parameter.kind(), word),
                      label)));
      return box;
    }
    var text = AttributeText.write(present);
    var field =
        page.field(
            text,
            written -> written.isBlank() || AttributeText.read(parameter.kind(), written) != null,
            expected(parameter.kind()),
            written ->
                apply.accept(
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
    if (op.inputs().isEmpty()) {
      return;
    }
    var grid = page.section("inputs");
    for (int slot = 0; slot < op.inputs().size(); slot++) {
      var input = op.inputs().get(slot);
      var constant = facts.network().initializers().get(input);
      int place = slot;
      if (constant != null && AttributeText.isSmall(constant.type())) {
        boolean scalar = constant.type().knownShape().rank() == 0;
        var name = Slots.name(op, slot);
        Page.row(
            grid,
            name,
            page.field(
                AttributeText.write(constant.tensor()),
                text -> AttributeText.readConstant(text, scalar) != null,
                texts.get("list"),
                text ->
                    apply.accept(
                        new SetConstant(
                            op.id(),
                            place,
                            Objects.requireNonNull(AttributeText.readConstant(text, scalar)),
                            texts.get("constant.edit", name, op.name())))),
            input);
      } else if (!input.isEmpty() || Slots.isRequired(op, slot)) {
        var text = input.isEmpty() ? texts.get("open") : page.typeText(facts, input);
        Page.row(grid, Slots.name(op, slot), Page.value(text), input);
      }
    }
  }

  private void outputs(Op op, NetworkFacts facts) {
    var grid = page.section("outputs");
    var signature = Slots.signature(op);
    for (int i = 0; i < op.outputs().size(); i++) {
      var output = op.outputs().get(i);
      if (!output.isEmpty()) {
        var name =
            signature != null && i < signature.outputs().size()
                ? signature.outputs().get(i)
                : Integer.toString(i);
        Page.row(grid, name, Page.value(page.typeText(facts, output)), output);
      }
    }
  }

  private static boolean hasWindow(Op op) {
    var operator = Operators.find(op);
    return operator != null && operator.has(Trait.WINDOW);
  }
}
