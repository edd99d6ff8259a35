package dev.partitura.visualizers.training;

import dev.partitura.engine.execute.TrainingHistory;
import dev.partitura.ui.control.EmptyState;
import dev.partitura.ui.run.PlanLabel;
import dev.partitura.ui.session.LiveTraining;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Texts;
import dev.partitura.ui.workbench.Visualizer;
import dev.partitura.visualizers.chart.ChartCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/// The training under way, or that of the shown run, beside all others of the project: its numbers,
/// loss and accuracy by step.
public final class TrainingView implements Visualizer {
  @Override
  public String id() {
    return "training";
  }

  @Override
  public String title(Language language) {
    return Texts.of(TrainingView.class, language).get("title");
  }

  @Override
  public Ikon icon() {
    return Feather.TRENDING_DOWN;
  }

  @Override
  public boolean holdsForOldRuns() {
    return true;
  }

  @Override
  public Node create(Session session) {
    return new Board(session);
  }

  private static final class Board extends StackPane {
    private static final int MOST_COURSES = 8;

    private final Session session;
    private final Texts texts;
    private final TrainingCharts charts;
    private final TrainingFacts facts;
    private final ChartCard loss;
    private final ChartCard accuracy;
    private final HBox cards;
    private final EmptyState empty;
    private final ChangeListener<Number> hear = (_, _, _) -> show();

    Board(Session session) {
      this.session = session;
      texts = session.texts(TrainingView.class);
      charts = new TrainingCharts(texts);
      facts = new TrainingFacts(session, texts);
      loss = new ChartCard(session, texts.get("lossByStep"));
      accuracy = new ChartCard(session, texts.get("accuracyByStep"));
      HBox.setHgrow(loss, Priority.ALWAYS);
      HBox.setHgrow(accuracy, Priority.ALWAYS);
      // As wide as each other, whatever they show.
      loss.setPrefWidth(1);
      accuracy.setPrefWidth(1);
      cards = new HBox(8, facts, loss, accuracy);
      cards.setPadding(new Insets(8, 12, 12, 12));
      empty = new EmptyState(Feather.TRENDING_DOWN, texts.get("empty"));
      var ask = new Button(texts.get("train"));
      ask.setOnAction(_ -> session.commands().fire("train.ask"));
      ask.disableProperty().bind(session.results().trainingProperty().isNotNull());
      empty.add(ask);
      getChildren().addAll(cards, empty);
      setMinSize(0, 0);
      var training = session.results().trainingProperty();
      training.addListener((_, before, now) -> follow(before, now));
      follow(null, training.get());
      session.currentRunProperty().addListener(_ -> show());
      session.results().comparedProperty().addListener(_ -> show());
      session.runs().addListener((ListChangeListener<Run>) _ -> show());
    }

    private void follow(@Nullable LiveTraining before, @Nullable LiveTraining now) {
      if (before != null) {
        before.changesProperty().removeListener(hear);
      }
      if (now != null) {
        now.changesProperty().addListener(hear);
      }
      show();
    }

    private void show() {
      var live = session.results().trainingProperty().get();
      var shown = shownRun();
      boolean none = live == null && shown == null;
      empty.setVisible(none);
      cards.setVisible(!none);
      if (none) {
        return;
      }
      var courses = new ArrayList<Course>();
      if (live != null) {
        facts.show(live);
        courses.add(new Course(texts.get("live", live.number()), live.history()));
      } else if (shown != null) {
        facts.show(shown);
        courses.add(course(shown));
      }
      for (var run : trained().reversed()) {
        if ((live != null || !run.equals(shown)) && courses.size() < MOST_COURSES) {
          courses.add(course(run));
        }
      }
      loss.show(charts.loss(courses));
      accuracy.show(charts.accuracy(courses));
    }

    private Course course(Run run) {
      var name = "#" + run.number() + " " + PlanLabel.of(run, session.texts(PlanLabel.class));
      return new Course(name, history(run));
    }

    private static TrainingHistory history(Run run) {
      return Objects.requireNonNull(run.provenance().training());
    }

    private List<Run> trained() {
      return session.runs().stream().filter(run -> run.provenance().training() != null).toList();
    }

    /// The shown run where it is a training, else the latest that is one.
    private @Nullable Run shownRun() {
      var current = session.currentRun();
      var trained = trained();
      return current != null && trained.contains(current)
          ? current
          : trained.isEmpty() ? null : trained.getLast();
    }
  }
}
