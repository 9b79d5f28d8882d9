// Python that stands in notebooks and in Markdown, and code that runs more than once.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { api, evaluate, eventually, hover, numberOf, open, rangeOf, said, testing } from './extension';

const cell = (source: string): vscode.NotebookCellData =>
  new vscode.NotebookCellData(vscode.NotebookCellKind.Code, source, 'python');

async function openNotebook(...sources: string[]): Promise<vscode.NotebookDocument> {
  const notes = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, '# Notes', 'markdown');
  const data = new vscode.NotebookData([notes, ...sources.map(cell)]);
  const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

const first = '%matplotlib inline\nimport torch\nx = torch.tensor([[1.0, 2.0], [3.0, 4.0]])';
const second = 'total = x.sum()';

async function replace(document: vscode.TextDocument, text: string, by: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeOf(document, text), by);
  await vscode.workspace.applyEdit(edit);
}

suite('where code stands', () => {
  test('a notebook cell depends on the cells before it', async () => {
    const notebook = await openNotebook(first, second);
    const document = notebook.cellAt(2).document;
    const view = await evaluate(document, 'x.sum()');
    assert.equal(numberOf(view), 10);
    assert.equal(view.uri, document.uri.toString());
    assert.match(await hover(document, rangeOf(document, 'x.sum').start), /\(2, 2\) float32/);
    await replace(notebook.cellAt(1).document, '4.0', '14.0');
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 20);
  });

  test('cells that come and go count', async () => {
    const notebook = await openNotebook(first, second);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.insertCells(2, [cell('x = x * 2')])]);
    await vscode.workspace.applyEdit(edit);
    const document = notebook.cellAt(3).document;
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 20);
    const away = new vscode.WorkspaceEdit();
    away.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await vscode.workspace.applyEdit(away);
    assert.equal((await evaluate(document, 'x.sum()')).value, undefined);
  });

  test('an exception in an earlier cell names that cell', async () => {
    const notebook = await openNotebook(`${first}\ny = x + torch.zeros(3)`, 'z = y * 2');
    const view = await evaluate(notebook.cellAt(2).document, 'y * 2');
    assert.match(said(view), /must match the size of tensor b \(3\)/);
    assert.equal(view.messages[0]?.uri, notebook.cellAt(1).document.uri.toString());
    assert.equal(view.messages[0]?.range?.start.line, 3);
  });

  test('a value at a line end of a cell goes when an earlier cell changes', async () => {
    const notebook = await openNotebook(first, second);
    const document = notebook.cellAt(2).document;
    const { range } = await evaluate(document, 'x.sum()');
    await vscode.commands.executeCommand('tensorInspector.evaluateLoss', document.uri.toString(), range);
    const shown = (await testing()).lineEnds;
    await eventually('a value stands there', () => shown(document.uri)[0]);
    await replace(notebook.cellAt(1).document, '4.0', '5.0');
    await eventually('it goes', () => (shown(document.uri).length ? undefined : true));
  });

  test('Python blocks of Markdown are one program, and the rest of the document is silent', async () => {
    const content = `# Sums\n\n\`\`\`python\n${first}\n\`\`\`\n\nThe sum:\n\n- in a list\n  \`\`\`py\n  ${second}\n  \`\`\`\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
    await vscode.window.showTextDocument(document);
    const view = await evaluate(document, 'x.sum()');
    assert.equal(numberOf(view), 10);
    assert.equal(view.range.start.character, rangeOf(document, 'x.sum()').start.character);
    assert.match(await hover(document, rangeOf(document, 'x.sum').start), /\(2, 2\) float32/);
    assert.equal(await hover(document, rangeOf(document, 'The sum').start), '');
    assert.equal(await (await api()).evaluate(document.uri, rangeOf(document, 'The sum')), undefined);
  });

  test('a hover in a loop shows the last value and how often it ran', async () => {
    const document = await open('import torch\nx = torch.ones(2)\nfor i in range(3):\n    y = x * i\n');
    assert.match(await hover(document, rangeOf(document, 'y = x').start), /last of 3 evaluations/);
    assert.match(await hover(document, rangeOf(document, 'y = x').start), /max 2/);
  });

  test('a hover in a function that is called twice shows the last call', async () => {
    const document = await open(
      'import torch\ndef f(a):\n    return a * 2\nx = f(torch.ones(2))\ny = f(torch.ones(2, 3))\n',
    );
    const text = await hover(document, rangeOf(document, 'a * 2').start);
    assert.match(text, /\(2, 3\) float32/);
    assert.match(text, /last of 2 evaluations/);
  });

  test('what is typed into an interactive window uses the cells above it', async () => {
    const opened = await vscode.commands.executeCommand<{ notebookUri: vscode.Uri; inputUri: vscode.Uri }>(
      'interactive.open',
    );
    const edit = new vscode.WorkspaceEdit();
    edit.set(opened.notebookUri, [vscode.NotebookEdit.insertCells(0, [cell(first)])]);
    await vscode.workspace.applyEdit(edit);
    const input = await vscode.workspace.openTextDocument(opened.inputUri);
    const typed = new vscode.WorkspaceEdit();
    typed.insert(input.uri, new vscode.Position(0, 0), 'x.sum()');
    await vscode.workspace.applyEdit(typed);
    const document = await vscode.languages.setTextDocumentLanguage(input, 'python');
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 10);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  test('`# %%` cells of a file are one program', async () => {
    const document = await open('# %%\nimport torch\nx = torch.ones(3)\n# %% [markdown]\n# Text\n# %%\ns = x.sum()\n');
    assert.equal(numberOf(await evaluate(document, 'x.sum()')), 3);
  });
});
