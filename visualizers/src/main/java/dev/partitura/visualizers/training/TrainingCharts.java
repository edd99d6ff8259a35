package dev.partitura.visualizers.training;

import dev.partitura.engine.execute.TrainingHistory.Change;
import dev.partitura.ui.control.DecimalField;
import dev.partitura.ui.format.Format;
import dev.partitura.ui.session.CourseAxis;
import dev.partitura.ui.theme.Palette;
import dev.partitura.ui.theme.Texts;
import dev.partitura.visualizers.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.scene.paint.Color;

/// Makes charts of trainings, along their steps or along what they had moved between devices. Pure.
final class TrainingCharts {
  /// More points than pixels tell nothing: of a longer course the means of so many pieces.
  private static final int MOST_POINTS = 600;

  private final Texts texts;
  private final CourseAxis axis;

  TrainingCharts(Texts texts, CourseAxis axis) {
    this.texts = texts;
    this.axis = axis;
  }

  /// Whether a course can be drawn: along bytes one that is known to have moved some.
  boolean draws(Course course) {
    if (axis == CourseAxis.STEPS) {
      return true;
    }
    var moved = course.history().communicatedBytes();
    return moved.length > 0 && moved[moved.length - 1] > 0;
  }

  /// Loss of each step.
  ///
  /// @param courses the one that stands out first; what was changed in it is marked
  Chart.Curves loss(List<Course> courses) {
    var curves = new ArrayList<Chart.Curve>();
    for (var course : courses) {
      curves.add(loss(course, hue(curves.size())));
    }
    return new Chart.Curves(
        along(), new Chart.Quantity(texts.get("loss"), Format::digits), curves, marks(courses));
  }

  /// Share of the test labels that is right, at each step after which that was tried.
  Chart.Curves accuracy(List<Course> courses) {
    var curves = new ArrayList<Chart.Curve>();
    for (var course : courses) {
      var scores = course.history().scores();
      var places = places(course);
      curves.add(
          new Chart.Curve(
              course.name(),
              hue(curves.size()),
              scores.stream().mapToDouble(score -> place(places, score.step())).toArray(),
              scores.stream().mapToDouble(score -> score.share()).toArray()));
    }
    return new Chart.Curves(
        along(), Chart.Quantity.percent(texts.get("accuracy")), curves, List.of());
  }

  private Chart.Quantity along() {
    return switch (axis) {
      case STEPS -> new Chart.Quantity(texts.get("step"), Format::count);
      case BYTES -> new Chart.Quantity(texts.get("moved"), Format::bytes);
    };
  }

  /// Where along the axis each step ends, by its number; the first begins at 0.
  private double[] places(Course course) {
    int steps = course.history().steps();
    var places = new double[steps + 1];
    var moved = axis == CourseAxis.BYTES ? course.history().communicatedBytes() : new long[0];
    for (int step = 1; step <= steps; step++) {
      places[step] = axis == CourseAxis.BYTES ? moved[step - 1] : step;
    }
    return places;
  }

  /// Where a step ends. Scores and changes of a training under way may be told before its loss is.
  private double place(double[] places, int step) {
    return axis == CourseAxis.STEPS ? step : places[Math.min(step, places.length - 1)];
  }

  private Chart.Curve loss(Course course, Function<Palette, Color> hue) {
    var losses = course.history().losses();
    var places = places(course);
    int each = Math.max(1, Math.ceilDiv(losses.length, MOST_POINTS));
    int points = Math.ceilDiv(losses.length, each);
    var xs = new double[points];
    var ys = new double[points];
    for (int point = 0; point < points; point++) {
      int from = point * each;
      int to = Math.min(losses.length, from + each);
      double sum = 0;
      for (int step = from; step < to; step++) {
        sum += losses[step];
      }
      xs[point] = (places[from + 1] + places[to]) / 2;
      ys[point] = sum / (to - from);
    }
    return new Chart.Curve(course.name(), hue, xs, ys);
  }

  /// What was changed on the way of the first course.
  private List<Chart.Mark> marks(List<Course> courses) {
    var marks = new ArrayList<Chart.Mark>();
    var changes = courses.isEmpty() ? List.<Change>of() : courses.getFirst().history().changes();
    var places = courses.isEmpty() ? new double[1] : places(courses.getFirst());
    for (int i = 1; i < changes.size(); i++) {
      var before = changes.get(i - 1);
      var now = changes.get(i);
      var said = new ArrayList<String>();
      if (now.learningRate() != before.learningRate()) {
        said.add(texts.get("mark.rate", DecimalField.text(now.learningRate())));
      }
      if (now.batch() != before.batch()) {
        said.add(texts.get("mark.batch", now.batch()));
      }
      if (!said.isEmpty()) {
        marks.add(new Chart.Mark(String.join(", ", said), place(places, now.step())));
      }
    }
    return marks;
  }

  private static Function<Palette, Color> hue(int place) {
    return place == 0
        ? Palette::accent
        : palette -> palette.visible(palette.device(place), palette.card());
  }
}
