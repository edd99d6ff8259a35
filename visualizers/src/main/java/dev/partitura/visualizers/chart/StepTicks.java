package dev.partitura.visualizers.chart;

import java.util.function.DoubleFunction;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.TickUnit;
import org.jfree.chart.axis.TickUnitSource;

/// Ticks at the places of another source, whose words know how far they lie apart.
///
/// @param words for a step from tick to tick, what writes their values
record StepTicks(TickUnitSource places, DoubleFunction<DoubleFunction<String>> words)
    implements TickUnitSource {
  private static final class Unit extends NumberTickUnit {
    private static final long serialVersionUID = 1;

    private final transient DoubleFunction<String> text;

    Unit(TickUnit place, DoubleFunction<String> text) {
      super(place.getSize());
      this.text = text;
    }

    @Override
    public String valueToString(double value) {
      return text.apply(value);
    }
  }

  private Unit unit(TickUnit place) {
    return new Unit(place, words.apply(place.getSize()));
  }

  @Override
  public TickUnit getLargerTickUnit(TickUnit unit) {
    return unit(places.getLargerTickUnit(unit));
  }

  @Override
  public TickUnit getCeilingTickUnit(TickUnit unit) {
    return unit(places.getCeilingTickUnit(unit));
  }

  @Override
  public TickUnit getCeilingTickUnit(double size) {
    return unit(places.getCeilingTickUnit(size));
  }
}
