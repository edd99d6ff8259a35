package dev.partitura.editor.inspector;

import dev.partitura.editor.edit.SetInputShape;
import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.network.Network;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.theme.Texts;
import java.util.List;
import java.util.function.Consumer;

/// The network while no op is selected: its inputs, whose shapes can be written, its outputs, and
/// its sums.
final class NetworkPage {
  private final Page page;
  private final GraphModel model;
  private final Texts texts;
  private final Consumer<Edit> apply;

  /// @param apply does an edit, or shows why not
  NetworkPage(Page page, GraphModel model, Texts texts, Consumer<Edit> apply) {
    this.page = page;
    this.model = model;
    this.texts = texts;
    this.apply = apply;
  }

  void show() {
    var facts = model.facts();
    var network = facts.network();
    if (network.ops().isEmpty() && network.inputs().isEmpty()) {
      page.note(texts.get("nothing"));
      return;
    }
    page.title(network.name(), texts.get("network"));
    facts.problems().values().stream().flatMap(List::stream).limit(4).forEach(page::problem);
    if (!network.inputs().isEmpty()) {
      inputs(network);
    }
    if (!network.outputs().isEmpty()) {
      var outputs = page.section("outputs");
      network
          .outputs()
          .forEach(output ->
              Page.row(
                  outputs, output.name(), Page.value(page.typeText(facts, output.name())), ""));
    }
    var grid = page.section("cost");
    Page.row(grid, texts.get("ops"), Page.number(Integer.toString(network.ops().size())), "");
    Page.row(
        grid,
        texts.get("flops"),
        Page.number(Format.flops(facts.flops(List.copyOf(facts.ops().keySet())))),
        "");
    Page.row(
        grid,
        texts.get("parameters"),
        Page.number(Format.count(Parameters.count(network))),
        texts.get("parameters.explain"));
  }

  private void inputs(Network network) {
    var inputs = page.section("inputs");
    for (var input : network.inputs()) {
      var type = input.type();
      if (type != null && type.shape() != null) {
        Page.row(
            inputs,
            input.name(),
            page.field(
                type.shape().toString(),
                text -> AttributeText.readShape(text) != null,
                texts.get("dimensions"),
                text ->
                    apply.accept(
                        new SetInputShape(
                            input.name(),
                            type.withShape(AttributeText.readShape(text)),
                            texts.get("shape.edit", input.name())))),
            type.dataType().label());
      } else {
        Page.row(inputs, input.name(), Page.value(texts.get("unknown")), "");
      }
    }
  }
}
