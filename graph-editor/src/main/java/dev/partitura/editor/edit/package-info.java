/// One record for each thing a person can do to a project by hand. An edit is a pure function of
/// the project.
@NullMarked
package dev.partitura.editor.edit;

import org.jspecify.annotations.NullMarked;
