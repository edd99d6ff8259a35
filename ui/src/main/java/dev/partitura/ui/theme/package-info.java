/// What the window looks like: fonts that come along, colours for nodes and painters, style sheets,
/// languages.
@NullMarked
package dev.partitura.ui.theme;

import org.jspecify.annotations.NullMarked;
