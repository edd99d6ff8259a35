package dev.partitura.ui.run;

import dev.partitura.engine.trace.Trace;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The ops that take longest, in a run as a whole.
final class LongestOps {
  private static final int MOST_OPS = 12;

  private LongestOps() {}

  /// The ops by the time all their spans take together, longest first.
  static List<Node> of(Session session, Trace trace, long[] nanos, Texts texts) {
    long all = 0;
    List<Integer> order = new ArrayList<>();
    for (int label = 0; label < nanos.length; label++) {
      all += nanos[label];
      if (nanos[label] > 0) {
        order.add(label);
      }
    }
    if (all == 0) {
      return List.of();
    }
    order.sort(Comparator.comparingLong((Integer label) -> nanos[label]).reversed());
    List<Node> rows = new ArrayList<>();
    rows.add(ClusterPanel.section(texts.get("why.ops")));
    for (int label : order.subList(0, Math.min(MOST_OPS, order.size()))) {
      rows.add(row(session, trace.labels().get(label), nanos[label], (double) nanos[label] / all));
    }
    return rows;
  }

  private static Node row(Session session, Trace.Label label, long nanos, double share) {
    var name = new Label(label.name());
    name.getStyleClass().add("size-12");
    HBox.setHgrow(name, Priority.ALWAYS);
    name.setMaxWidth(Double.MAX_VALUE);
    var time = new Label(Format.time(nanos));
    time.getStyleClass().add("number");
    time.setMinWidth(72);
    time.setAlignment(Pos.CENTER_RIGHT);
    var part = new Label(Format.percent(share));
    part.getStyleClass().addAll("number", "muted");
    part.setMinWidth(48);
    part.setAlignment(Pos.CENTER_RIGHT);
    var row = new HBox(4, name, time, part);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("op-row");
    row.setOnMouseClicked(_ -> session.selection().selectOps(label.ops()));
    return row;
  }
}
