package dev.partitura.visualizers.chart;

import dev.partitura.engine.cluster.DeviceId;
import dev.partitura.engine.network.Op;
import dev.partitura.engine.network.OpId;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Selection;
import dev.partitura.ui.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Joins a chart whose rows or bars are devices to the selection: a click selects what runs there,
/// and what is selected elsewhere frames the devices it runs on.
public final class DeviceRows {
  private final Session session;
  private final Function<Run, ? extends List<? extends @Nullable DeviceId>> rows;

  private DeviceRows(
      Session session, Function<Run, ? extends List<? extends @Nullable DeviceId>> rows) {
    this.session = session;
    this.rows = rows;
  }

  /// @param rows the device of each row of the chart of a run
  public static void join(
      ChartCard card,
      Session session,
      Function<Run, ? extends List<? extends @Nullable DeviceId>> rows) {
    var joined = new DeviceRows(session, rows);
    card.onPick(row -> session.selection().selectOps(joined.opsOf(row)));
    session.selection().whenChanged(() -> card.mark(joined.selected()));
  }

  private List<? extends @Nullable DeviceId> devices() {
    var run = session.currentRun();
    return run == null ? List.of() : rows.apply(run);
  }

  private List<OpId> opsOf(int row) {
    var plan = session.project().plan();
    var device = devices().get(row);
    return session.project().network().ops().stream()
        .map(Op::id)
        .filter(op -> plan.meshOf(op).devices().stream().anyMatch(of -> of.equals(device)))
        .toList();
  }

  private Set<Integer> selected() {
    var chosen = chosen();
    var devices = devices();
    var marked = new HashSet<Integer>();
    for (int row = 0; row < devices.size(); row++) {
      if (chosen.contains(devices.get(row))) {
        marked.add(row);
      }
    }
    return marked;
  }

  /// The device of the selected part of the run, or those of the selected ops.
  private Set<@Nullable DeviceId> chosen() {
    var selection = session.selection();
    var run = session.currentRun();
    var chosen = new HashSet<@Nullable DeviceId>();
    var idle = selection.idle();
    if (run != null && idle != null) {
      chosen.add(run.trace().tracks().get(idle.track()).device());
    } else if (run != null && selection.span() != Selection.NONE) {
      chosen.add(run.trace().tracks().get(run.trace().track(selection.span())).device());
    } else {
      var plan = session.project().plan();
      selection.ops().forEach(op -> chosen.addAll(plan.meshOf(op).devices()));
    }
    return chosen;
  }
}
