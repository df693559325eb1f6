import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = ['#e4f0f2', '#c6dfe4', '#a3e0eb', '#7fd0df', '#4aa3b5', '#2b8296', '#176b7d', '#0e5a6b', '#0a4957', '#073944'];
const brick: MantineColorsTuple = ['#fae6e6', '#f5cfd0', '#f8c0c2', '#f3a3a6', '#dc6f74', '#c24a4f', '#b0353a', '#a3262a', '#87191d', '#6d1013'];

/** Mantine dressed in our tokens: nothing it draws keeps its own colour, size or shadow. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  colors: { petrol, brick },
  autoContrast: true,
  fontFamily: 'var(--kb-font)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontFamily: 'var(--kb-font)', fontWeight: '600' },
  defaultRadius: '6px',
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  cursorType: 'default',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Select: { defaultProps: { comboboxProps: { withinPortal: false, transitionProps: { duration: 0 } }, checkIconPosition: 'right', size: 'sm' } },
    Autocomplete: { defaultProps: { comboboxProps: { withinPortal: false, transitionProps: { duration: 0 } }, size: 'sm' } },
    MultiSelect: { defaultProps: { comboboxProps: { withinPortal: false, transitionProps: { duration: 0 } }, size: 'sm' } },
    Modal: { defaultProps: { transitionProps: { duration: 90 }, overlayProps: { color: 'var(--kb-backdrop)', backgroundOpacity: 1 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
  },
});

/** Points Mantine's own variables at our tokens, which change with the colour scheme by themselves. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--kb-ground)',
    '--mantine-color-text': 'var(--kb-ink)',
    '--mantine-color-bright': 'var(--kb-ink)',
    '--mantine-color-dimmed': 'var(--kb-muted)',
    '--mantine-color-placeholder': 'var(--kb-muted)',
    '--mantine-color-anchor': 'var(--kb-primary)',
    '--mantine-color-default': 'var(--kb-ground)',
    '--mantine-color-default-hover': 'var(--kb-hover)',
    '--mantine-color-default-color': 'var(--kb-ink)',
    '--mantine-color-default-border': 'var(--kb-control)',
    '--mantine-color-error': 'var(--kb-danger)',
    '--mantine-color-disabled': 'var(--kb-hover)',
    '--mantine-color-disabled-color': 'var(--kb-muted)',
    '--mantine-primary-color-filled': 'var(--kb-primary)',
    '--mantine-primary-color-filled-hover': 'var(--kb-primary-hover)',
    '--mantine-primary-color-light': 'var(--kb-primary-tint)',
    '--mantine-primary-color-light-hover': 'var(--kb-primary-tint)',
    '--mantine-primary-color-light-color': 'var(--kb-primary)',
    '--mantine-primary-color-contrast': 'var(--kb-on-primary)',
    '--mantine-color-petrol-filled': 'var(--kb-primary)',
    '--mantine-color-petrol-filled-hover': 'var(--kb-primary-hover)',
    '--mantine-color-brick-filled': 'var(--kb-danger)',
    '--mantine-color-brick-filled-hover': 'var(--kb-danger-hover)',
  };
  return { variables: {}, light: shared, dark: shared };
};
