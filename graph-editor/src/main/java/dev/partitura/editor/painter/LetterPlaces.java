package dev.partitura.editor.painter;

import dev.partitura.ui.canvas.Box;
import dev.partitura.ui.canvas.DependenceLine;
import dev.partitura.ui.canvas.Pen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Where the letters of dependences find room: as near as can be to the middle of their line, on no
/// node, no title of a block, no shape or cut of a value and no other letters. Made for one
/// picture; used by one thread.
final class LetterPlaces {
  private static final double MARGIN = 2;
  private static final double TITLE_HEIGHT = 24;
  private static final int FAR = 12;

  private static final List<Place> NEARBY = nearby();

  private final List<Box> taken = new ArrayList<>();

  /// A point of the screen, or how far it is from one.
  record Place(double x, double y) {}

  LetterPlaces(Pen pen, Picture picture) {
    for (int item : picture.items()) {
      taken.add(Cards.screen(picture, Cards.box(picture, item)));
    }
    taken.addAll(ShapePainter.places(picture));
    taken.addAll(CutPainter.places(pen, picture));
    for (var frame : picture.drawing().frames()) {
      var whole = Cards.screen(picture, frame);
      taken.add(new Box(whole.left(), whole.top(), whole.right(), whole.top() + TITLE_HEIGHT));
    }
  }

  /// The steps away from a point, the nearest first.
  private static List<Place> nearby() {
    var places = new ArrayList<Place>();
    for (int across = -FAR; across <= FAR; across++) {
      for (int down = -FAR; down <= FAR; down++) {
        places.add(
            new Place(
                across * DependenceLine.LETTERS_WIDTH / 4,
                down * DependenceLine.LETTERS_HEIGHT / 2));
      }
    }
    places.sort(Comparator.comparingDouble(place -> Math.hypot(place.x(), place.y())));
    return List.copyOf(places);
  }

  /// Takes the free place that is nearest; the point itself where none is near. Cost: O(things on
  /// the screen) for each place tried, 625 at most.
  Place take(double x, double y) {
    for (var away : NEARBY) {
      var place = new Place(x + away.x(), y + away.y());
      var room = room(place);
      if (taken.stream().noneMatch(room::meets)) {
        taken.add(room);
        return place;
      }
    }
    return new Place(x, y);
  }

  private static Box room(Place place) {
    return new Box(
            place.x() - DependenceLine.LETTERS_WIDTH / 2,
            place.y() - DependenceLine.LETTERS_HEIGHT / 2,
            place.x() + DependenceLine.LETTERS_WIDTH / 2,
            place.y() + DependenceLine.LETTERS_HEIGHT / 2)
        .grown(MARGIN);
  }
}
