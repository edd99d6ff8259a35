package dev.partitura.editor.inspector;

import dev.partitura.editor.network.GraphModel;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.List;

/// What ops cost and where they run.
final class CostSection {
  private final GraphModel model;
  private final Session session;
  private final Texts texts;

  CostSection(GraphModel model, Session session, Texts texts) {
    this.model = model;
    this.session = session;
    this.texts = texts;
  }

  void show(Page page, List<OpId> ops) {
    var facts = model.facts();
    var grid = page.section("cost");
    double flops = facts.flops(ops);
    double moved = ops.stream().mapToLong(op -> facts.sized().work(op).bytes()).sum();
    Page.row(grid, texts.get("flops"), Page.number(Format.flops(flops)), "");
    Page.row(
        grid,
        texts.get("parameters"),
        Page.number(Format.count(facts.parameters(ops))),
        texts.get("parameters.explain"));
    Page.row(
        grid,
        texts.get("parameterBytes"),
        Page.number(Format.bytes(ops.stream().mapToLong(facts::parameterBytes).sum())),
        "");
    Page.row(
        grid,
        texts.get("activations"),
        Page.number(Format.bytes(ops.stream().mapToLong(facts::outputBytes).sum())),
        "");
    Page.row(grid, texts.get("moved"), Page.number(Format.bytes(moved)), "");
    Page.row(
        grid,
        texts.get("intensity"),
        Page.number(moved == 0 ? Format.NONE : Format.unit(Format.digits(flops / moved), "FLOP/B")),
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
    Page.row(grid, texts.get("device"), Page.number(String.join(", ", devices)), "");
    Page.row(grid, texts.get("stage"), Page.number(String.join(", ", stages)), "");
  }
}
